package io.flowmeter.api.notification;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a failed delivery is attempted again: after any time from nothing up to a bound ("full
 * jitter"), so that what failed together does not come back together. Of the n-th retry the bound
 * is 10 s × 4^(n-1), at most 24 h: 10 s, 40 s, 2 min 40 s, 11 min, 43 min, 2 h 51 min, 11 h 23 min,
 * 24 h, 24 h, 24 h, 24 h. So 12 attempts in all, over 2 days 8 h on average and 4 days 15 h at
 * most.
 */
public final class RetrySchedule {

    /** Attempts before a delivery has failed for good. */
    public static final int MAX_ATTEMPTS = 12;

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofHours(24);
    private static final int FACTOR = 4;

    private final RandomGenerator random;

    public RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /** How long to wait after so many failed attempts; empty: no more. */
    public Optional<Duration> delayAfter(int attempts) {
        if (attempts >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        long boundMillis = bound(attempts).toMillis();
        return Optional.of(Duration.ofMillis(random.nextLong(boundMillis + 1)));
    }

    /** The longest wait after so many failed attempts. */
    static Duration bound(int attempts) {
        Duration bound = FIRST;
        for (int i = 1; i < attempts && bound.compareTo(MAX) < 0; i++) {
            bound = bound.multipliedBy(FACTOR);
        }
        return bound.compareTo(MAX) < 0 ? bound : MAX;
    }
}
