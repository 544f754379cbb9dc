package io.flowmeter.core.threshold;

import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How long to wait before asking for the same again, in whole seconds, at least one. */
public final class RetryAfter {

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private RetryAfter() {}

    /**
     * Empty if waiting does not help: more is asked for than the limit has. Short if only
     * reservations or old numbers are in the way.
     *
     * @param resetsAt when the window ends; null for rolling windows
     * @param slices of a rolling window, start to quantity
     */
    public static Optional<Duration> of(
            Limit limit,
            CountedUsage counted,
            Entitlement refusal,
            @Nullable BigDecimal asked,
            @Nullable Instant resetsAt,
            SortedMap<Instant, BigDecimal> slices,
            Instant now) {
        if (refusal.reason() == Entitlement.Reason.USAGE_STALE || limit.quantity() == null) {
            return Optional.of(SHORTLY);
        }
        BigDecimal bound = limit.quantity().add(limit.burst());
        var nothingUsed =
                new CountedUsage(
                        counted.aggregation(),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        null,
                        counted.planSince(),
                        false);
        if (nothingUsed.exceeds(bound, asked)) {
            return Optional.empty();
        }
        BigDecimal least = asked == null ? BigDecimal.ZERO : asked;
        BigDecimal tooMuch = counted.used().add(least).subtract(bound);
        if (tooMuch.signum() < 0 || (tooMuch.signum() == 0 && asked != null)) {
            return Optional.of(SHORTLY);
        }
        Optional<Instant> end =
                limit.window().horizon().isPresent()
                        ? leaving(limit.window().horizon().get(), slices, tooMuch)
                        : Optional.ofNullable(resetsAt);
        return end.map(instant -> seconds(now, instant));
    }

    /** When so many have left a rolling window: a slice leaves a horizon after its start. */
    private static Optional<Instant> leaving(
            Horizon horizon, SortedMap<Instant, BigDecimal> slices, BigDecimal tooMuch) {
        BigDecimal left = BigDecimal.ZERO;
        for (var slice : slices.entrySet()) {
            left = left.add(slice.getValue());
            if (left.signum() > 0 && left.compareTo(tooMuch) >= 0) {
                return Optional.of(slice.getKey().plus(horizon.length()));
            }
        }
        return Optional.empty();
    }

    private static Duration seconds(Instant now, Instant end) {
        long millis = Math.max(1, Duration.between(now, end).toMillis());
        return Duration.ofSeconds((millis + 999) / 1_000);
    }
}
