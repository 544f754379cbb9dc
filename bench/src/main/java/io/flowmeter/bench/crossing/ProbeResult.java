package io.flowmeter.bench.crossing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the probes have found.
 *
 * @param asked how many there were
 * @param eventsPerSecond of the load, counted while they were sent
 * @param seen how long until each crossing was shown
 * @param told how long until each webhook arrived
 */
record ProbeResult(int asked, long eventsPerSecond, List<Duration> seen, List<Duration> told) {

    /** Whether nothing was lost. */
    boolean isComplete() {
        return seen.size() == asked && told.size() == asked;
    }

    /** Number and percentiles by nearest rank, as cells of a Markdown table. */
    static String row(List<Duration> durations) {
        if (durations.isEmpty()) {
            return "0 | – | – | – | –";
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        return "%d | %s | %s | %s | %s"
                .formatted(
                        sorted.size(),
                        seconds(rank(sorted, 50)),
                        seconds(rank(sorted, 95)),
                        seconds(rank(sorted, 99)),
                        seconds(rank(sorted, 100)));
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1e3);
    }
}
