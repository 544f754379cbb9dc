package io.flowmeter.core.meter;

import io.flowmeter.core.event.Fingerprint;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one event adds to one meter.
 *
 * @param meter key of the meter
 * @param aggregation name of its {@link Aggregation} (a name: enum hash codes differ between JVMs)
 * @param dimensions canonical text of {@link Dimensions}
 * @param maxDimensionSets the meter's cap of dimension sets per tenant
 * @param value the number read; null for COUNT and UNIQUE_COUNT
 * @param member the distinct value's fingerprint; UNIQUE_COUNT only
 */
public record Contribution(
        String meter,
        String aggregation,
        String dimensions,
        int maxDimensionSets,
        @Nullable BigDecimal value,
        @Nullable Fingerprint member) {}
