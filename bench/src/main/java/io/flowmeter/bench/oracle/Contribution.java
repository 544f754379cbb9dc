package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one event adds to one meter.
 *
 * @param dimensions canonical JSON; empty if the meter has none
 * @param maxDimensionSets the cap of the meter's version
 * @param value the number; null for COUNT and UNIQUE_COUNT
 * @param member the distinct value; UNIQUE_COUNT only
 */
record Contribution(
        String meter,
        String aggregation,
        String dimensions,
        int maxDimensionSets,
        @Nullable BigDecimal value,
        @Nullable String member) {}
