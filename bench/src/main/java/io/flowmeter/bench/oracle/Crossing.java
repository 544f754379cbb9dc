package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One threshold reached, or no longer reached.
 *
 * @param direction CROSSED or RECOVERED
 * @param ordinal which crossing it is, or ends; from 1
 * @param limitQuantity the limit then in force; null: unlimited, or none any more
 * @param thresholdQuantity null where the threshold has gone, or is a percentage of no limit
 */
record Crossing(
        String limit,
        LimitedWindow window,
        String threshold,
        String direction,
        int ordinal,
        @Nullable BigDecimal limitQuantity,
        @Nullable BigDecimal thresholdQuantity,
        BigDecimal quantity,
        long occurredMillis) {}
