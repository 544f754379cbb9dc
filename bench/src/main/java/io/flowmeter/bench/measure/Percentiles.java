package io.flowmeter.bench.measure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Of durations, by nearest rank: the least value that so many percent do not exceed. Of none, zero.
 *
 * @param sorted the shortest first
 */
public record Percentiles(List<Duration> sorted) {

    public static Percentiles of(Collection<Duration> durations) {
        return new Percentiles(durations.stream().sorted().toList());
    }

    public int count() {
        return sorted.size();
    }

    public Duration at(int percent) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    public Duration p50() {
        return at(50);
    }

    public Duration p95() {
        return at(95);
    }

    public Duration max() {
        return at(100);
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
