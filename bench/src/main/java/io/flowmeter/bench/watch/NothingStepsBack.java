package io.flowmeter.bench.watch;

import io.flowmeter.bench.watch.Snapshot.RollingRow;
import io.flowmeter.bench.watch.Snapshot.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Revisions, counts and times of rolling quantities only grow, and no row vanishes, except minutes
 * older than they are kept.
 */
final class NothingStepsBack {
    private final Duration minuteAge;
    private final Map<String, Map<RowKey, Long>> revisions = new HashMap<>();
    private Map<String, Long> counts = Map.of();
    private Map<String, RollingRow> rolling = Map.of();

    NothingStepsBack(Duration minuteAge) {
        this.minuteAge = minuteAge;
    }

    void see(Snapshot snapshot, Consumer<String> violation) {
        Instant purgedBefore =
                snapshot.watermark().orElse(Instant.EPOCH.plus(minuteAge)).minus(minuteAge);
        snapshot.revisions()
                .forEach(
                        (granularity, rows) -> compare(granularity, rows, purgedBefore, violation));
        counts.forEach(
                (key, before) ->
                        requireNotLess(
                                "event_count " + key + ": events",
                                before,
                                snapshot.counts().get(key),
                                violation));
        counts = snapshot.counts();
        if (snapshot.depth().hasRolling()) {
            compareRolling(snapshot.rolling(), violation);
        }
    }

    private void compare(
            String granularity,
            Map<RowKey, Long> rows,
            Instant purgedBefore,
            Consumer<String> violation) {
        revisions
                .getOrDefault(granularity, Map.of())
                .forEach(
                        (key, before) -> {
                            Long after = rows.get(key);
                            boolean isPurged =
                                    after == null
                                            && granularity.equals("MINUTE")
                                            && key.windowStart().isBefore(purgedBefore);
                            if (!isPurged) {
                                requireNotLess(
                                        granularity + " row " + key + ": revision",
                                        before,
                                        after,
                                        violation);
                            }
                        });
        revisions.put(granularity, rows);
    }

    private void compareRolling(Map<String, RollingRow> rows, Consumer<String> violation) {
        rolling.forEach(
                (key, before) -> {
                    RollingRow after = rows.get(key);
                    String what = "rolling_usage " + key + ": ";
                    requireNotLess(
                            what + "revision",
                            before.revision(),
                            after == null ? null : after.revision(),
                            violation);
                    requireNotLess(
                            what + "as_of",
                            before.asOf(),
                            after == null ? null : after.asOf(),
                            violation);
                });
        rolling = rows;
    }

    private static <T extends Comparable<T>> void requireNotLess(
            String what, T before, @Nullable T after, Consumer<String> violation) {
        if (after == null) {
            violation.accept(what + " was " + before + ", the row has vanished");
        } else if (after.compareTo(before) < 0) {
            violation.accept(what + " stepped back from " + before + " to " + after);
        }
    }
}
