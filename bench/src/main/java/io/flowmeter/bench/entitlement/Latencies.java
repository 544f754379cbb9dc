package io.flowmeter.bench.entitlement;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long requests took; percentiles by nearest rank. */
record Latencies(
        int count, Duration elapsed, Duration p50, Duration p95, Duration p99, Duration max) {

    /**
     * @param elapsed from the first request to the last answer
     * @param nanos of each request, at least one
     */
    static Latencies of(Duration elapsed, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(
                sorted.length,
                elapsed,
                rank(sorted, 50),
                rank(sorted, 95),
                rank(sorted, 99),
                rank(sorted, 100));
    }

    /** Requests per second. */
    long rate() {
        return Math.round(count * 1e9 / Math.max(1, elapsed.toNanos()));
    }

    /** A row of a Markdown table. */
    String row(String what) {
        return "| %s | %d | %d/s | %s | %s | %s | %s |"
                .formatted(what, count, rate(), millis(p50), millis(p95), millis(p99), millis(max));
    }

    private static Duration rank(long[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return Duration.ofNanos(sorted[Math.max(rank, 1) - 1]);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
