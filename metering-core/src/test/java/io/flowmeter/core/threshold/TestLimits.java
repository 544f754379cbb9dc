package io.flowmeter.core.threshold;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Limits of a billing period, as far as thresholds look at them. */
final class TestLimits {

    private TestLimits() {}

    /**
     * @param quantity null: unlimited
     * @param thresholds none: the default ones
     */
    static Limit limit(String quantity, String... thresholds) {
        return limit(
                quantity == null ? null : new BigDecimal(quantity),
                thresholds.length == 0
                        ? Limit.DEFAULT_THRESHOLDS
                        : Stream.of(thresholds).map(Threshold::new).toList());
    }

    static Limit limit(BigDecimal quantity, List<Threshold> thresholds) {
        return new Limit(
                "calls",
                "calls",
                LimitWindow.PERIOD,
                null,
                null,
                quantity,
                Limit.Enforcement.HARD,
                BigDecimal.ZERO,
                Duration.ZERO,
                Limit.WhenStale.DENY,
                thresholds);
    }
}
