package io.flowmeter.bench.faults;

import io.flowmeter.bench.load.LoadKind;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.notification.NotificationOutcome;
import io.flowmeter.bench.oracle.Comparison;
import io.flowmeter.bench.watch.Availability;
import io.flowmeter.bench.watch.Freshness;
import io.flowmeter.bench.watch.ReaderWatch;
import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param incidents processes that ended though nobody killed them
 * @param sent what the load sent and had acknowledged
 * @param echoes records of the earlier release that were sent once more
 * @param violations what no reader may see, as sentences; the first of them
 * @param notifications who was told of crossings
 * @param problems what Kafka or the API refused for good
 */
record FaultOutcome(
        List<Recovery> recoveries,
        List<String> incidents,
        Map<LoadKind, Long> sent,
        long echoes,
        Freshness freshness,
        Availability database,
        Availability api,
        long violationCount,
        List<String> violations,
        List<String> problems,
        NotificationOutcome notifications,
        Comparison comparison) {

    static FaultOutcome of(
            List<Strike> strikes,
            List<String> incidents,
            UsageLoad load,
            long echoes,
            ReaderWatch watch,
            NotificationOutcome notifications,
            Comparison comparison) {
        Freshness freshness = watch.freshness();
        return new FaultOutcome(
                strikes.stream()
                        .map(
                                strike ->
                                        new Recovery(
                                                strike,
                                                freshness.visibleSince(strike.repairedAt())))
                        .toList(),
                incidents,
                load.counts(),
                echoes,
                freshness,
                watch.database(),
                watch.api(),
                watch.violationCount(),
                watch.violations(),
                load.problems(),
                notifications,
                comparison);
    }

    /**
     * Every row as the log says, every crossing told once, nothing refused, all faults recovered
     * from, no process ended on its own; and readers read, and never saw what they may not see.
     */
    boolean isExact() {
        return comparison.isEqual()
                && violationCount == 0
                && notifications.isExact()
                && problems.isEmpty()
                && incidents.isEmpty()
                && database.successes() > 0
                && api.successes() > 0
                && recoveries.stream().allMatch(each -> each.freshAt().isPresent());
    }
}
