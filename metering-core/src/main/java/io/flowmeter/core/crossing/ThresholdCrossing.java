package io.flowmeter.core.crossing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One threshold passed by one tenant: a row of {@code threshold_crossing}. Key: namespace, tenant,
 * meter, window, threshold, direction and ordinal.
 *
 * @param windowEndMillis null for a rolling window
 * @param threshold text of a {@link io.flowmeter.core.threshold.Threshold}
 * @param direction name of a {@link io.flowmeter.core.threshold.CrossingDetector.Direction}
 * @param ordinal which crossing of this threshold in this window it is, or ends; from 1
 * @param limitQuantity the limit then in force; null: unlimited, or none any more
 * @param thresholdQuantity null where the threshold has gone, or is a percentage of no limit
 * @param quantity in the meter's unit
 * @param occurredMillis append time of what did it; of a decay, when the slice left
 */
public record ThresholdCrossing(
        String namespace,
        String tenant,
        String meter,
        LimitedWindow window,
        @Nullable Long windowEndMillis,
        String threshold,
        String direction,
        int ordinal,
        @Nullable BigDecimal limitQuantity,
        @Nullable BigDecimal thresholdQuantity,
        BigDecimal quantity,
        long occurredMillis) {}
