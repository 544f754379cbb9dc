package io.flowmeter.core.threshold;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a meter a tenant may use in a window. Key: {@code key}, among the limits of a plan or
 * of a subscription.
 *
 * @param key names the limit; the subscription's limit of a key replaces the plan's
 * @param window what the quantity is counted over
 * @param dimension the meter's only dimension, each value of which has the limit for itself; null:
 *     the limit is on the total
 * @param dimensionValue the one value the limit is for; null: each value that has no limit of its
 *     own
 * @param quantity in the meter's unit, 100 % of which percentages speak; null: unlimited
 * @param enforcement what happens beyond the quantity
 * @param burst what a hard limit lets through beyond its quantity, in the meter's unit
 * @param grace how long after it was first exceeded a hard limit only warns
 * @param whenStale the answer to a check while the numbers are too old to tell
 * @param thresholds each once
 */
public record Limit(
        String key,
        String meter,
        LimitWindow window,
        @Nullable String dimension,
        @Nullable String dimensionValue,
        @Nullable BigDecimal quantity,
        Enforcement enforcement,
        BigDecimal burst,
        Duration grace,
        WhenStale whenStale,
        List<Threshold> thresholds) {

    /** Of a limit that names none: 75, 80, 90, 95 and 100 %. */
    public static final List<Threshold> DEFAULT_THRESHOLDS =
            List.of(
                    new Threshold("75%"),
                    new Threshold("80%"),
                    new Threshold("90%"),
                    new Threshold("95%"),
                    new Threshold("100%"));

    /** Of a hard limit that names none. */
    public static final Duration DEFAULT_GRACE = Duration.ofDays(14);

    /** Beyond the quantity. */
    public enum Enforcement {
        /** Usage goes on, as overage. */
        SOFT,
        /** Checks refuse more. */
        HARD
    }

    /** What a check answers when it cannot know. */
    public enum WhenStale {
        /** Fail open. */
        ALLOW,
        /** Fail closed. */
        DENY
    }

    public Limit {
        if (dimensionValue != null && dimension == null) {
            throw new IllegalArgumentException("a dimension's value needs the dimension's name");
        }
        if (quantity != null && quantity.signum() < 0) {
            throw new IllegalArgumentException("quantity must be >= 0, was " + quantity);
        }
        if (burst.signum() < 0) {
            throw new IllegalArgumentException("burst must be >= 0, was " + burst);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must be >= 0, was " + grace);
        }
        thresholds = List.copyOf(thresholds);
    }
}
