package io.flowmeter.api.catalog;

import io.flowmeter.core.meter.Meter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a meter with what people want to know besides the rule itself.
 *
 * @param unit of the quantity, such as {@code token}; null: not said
 * @param createdAt when the first version was recorded
 */
public record MeterVersion(
        Meter rule, @Nullable String unit, @Nullable String description, Instant createdAt) {}
