package io.flowmeter.core.threshold;

import io.flowmeter.core.meter.Aggregation;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a limit's quantity at one moment.
 *
 * @param aggregation of the limit's meter
 * @param used in the numbers
 * @param reserved admitted and not in the numbers yet; 0 where {@link #accumulates()} is false
 * @param firstReachedAt when the quantity first reached the limit under the current plan; null: the
 *     job has not seen that
 * @param planSince when the current plan took effect
 * @param isStale the numbers are older than the configured bound, or do not hold the limit's
 *     dimension value, which is beyond the meter's cap
 */
public record CountedUsage(
        Aggregation aggregation,
        BigDecimal used,
        BigDecimal reserved,
        @Nullable Instant firstReachedAt,
        Instant planSince,
        boolean isStale) {

    /** Whether what comes adds to what was used; otherwise each value stands for itself. */
    public boolean accumulates() {
        return switch (aggregation) {
            case SUM, COUNT, UNIQUE_COUNT -> true;
            case MAX, LAST, MIN, AVG -> false;
        };
    }

    /** The same with something else reserved. */
    public CountedUsage reserving(BigDecimal otherReserved) {
        return new CountedUsage(
                aggregation, used, otherReserved, firstReachedAt, planSince, isStale);
    }

    /**
     * Whether the tenant would be beyond a bound.
     *
     * @param asked how much more, or the proposed value; null: the least there is
     */
    boolean exceeds(BigDecimal bound, @Nullable BigDecimal asked) {
        if (!accumulates()) {
            return (asked == null ? used : asked).compareTo(bound) > 0;
        }
        BigDecimal taken = used.add(reserved);
        return asked == null ? taken.compareTo(bound) >= 0 : taken.add(asked).compareTo(bound) > 0;
    }
}
