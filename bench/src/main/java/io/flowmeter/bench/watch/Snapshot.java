package io.flowmeter.bench.watch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one transaction saw.
 *
 * @param readAt just before it began
 * @param depth how much was read
 * @param counts rows of {@code event_count} by key: events, of DUPLICATE and CONFLICT the revision,
 *     for which of the two a copy is called depends on the order of reading
 * @param revisions of the granularities that were read: revision by key
 * @param rolling rows of {@code rolling_usage} by key; empty if they were not read
 * @param crossings of each threshold in each window; empty if they were not read
 * @param prefixTotals one per prefix tenant, meter and granularity
 * @param mismatches sentences on windows that do not add up
 */
record Snapshot(
        Instant readAt,
        Depth depth,
        List<ProgressRow> progress,
        Map<String, Long> counts,
        Map<String, Map<RowKey, Long>> revisions,
        Map<String, RollingRow> rolling,
        Map<String, Crossings> crossings,
        List<PrefixTotal> prefixTotals,
        List<String> mismatches) {

    /** A row of {@code job_progress}. */
    record ProgressRow(String sinkUid, int subtask, int parallelism, Instant watermark) {}

    /**
     * A row of {@code usage_aggregate}.
     *
     * @param name namespace, tenant, meter and dimensions hash
     */
    record RowKey(String name, Instant windowStart) {}

    /** A row of {@code rolling_usage}. */
    record RollingRow(long revision, Instant asOf) {}

    /**
     * Rows of {@code threshold_crossing} of one threshold in one window.
     *
     * @param crossed rows with CROSSED, the last of which has the ordinal {@code lastCrossed}
     * @param recovered rows with RECOVERED, likewise
     */
    record Crossings(long crossed, long lastCrossed, long recovered, long lastRecovered) {
        static final Crossings NONE = new Crossings(0, 0, 0, 0);

        boolean alternate() {
            boolean isWhole = crossed == lastCrossed && recovered == lastRecovered;
            return isWhole && (crossed == recovered || crossed == recovered + 1);
        }
    }

    /**
     * All windows of one granularity, without dimensions, of one tenant and meter.
     *
     * @param events sum over the windows
     * @param quantity sum over the windows
     * @param latest quantity of the latest window
     */
    record PrefixTotal(
            String namespace,
            String tenant,
            String meter,
            String granularity,
            long events,
            BigDecimal quantity,
            BigDecimal latest) {}

    /** The claim of the job: everything appended before it is in the tables. */
    Optional<Instant> watermark() {
        return progress.stream().map(ProgressRow::watermark).min(Instant::compareTo);
    }
}
