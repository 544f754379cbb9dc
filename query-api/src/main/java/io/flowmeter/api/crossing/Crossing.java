package io.flowmeter.api.crossing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of threshold_crossing, where its columns are explained.
 *
 * @param windowStart null: the window is rolling
 * @param dimensions null: the crossing is of the total
 */
record Crossing(
        String tenant,
        String limitKey,
        String meter,
        String window,
        @Nullable Instant windowStart,
        @Nullable Instant windowEnd,
        @Nullable Map<String, String> dimensions,
        String threshold,
        String direction,
        int ordinal,
        @Nullable BigDecimal limitQuantity,
        @Nullable BigDecimal thresholdQuantity,
        BigDecimal quantity,
        Instant occurredAt,
        Instant recordedAt) {}
