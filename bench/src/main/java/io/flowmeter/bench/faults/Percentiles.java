package io.flowmeter.bench.faults;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Of durations, by nearest rank: the least value that so many percent do not exceed. */
record Percentiles(int count, Duration p50, Duration p95, Duration max) {

    static Percentiles of(Collection<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return new Percentiles(
                sorted.size(), rank(sorted, 50), rank(sorted, 95), rank(sorted, 100));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
