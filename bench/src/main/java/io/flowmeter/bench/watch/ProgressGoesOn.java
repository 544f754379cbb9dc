package io.flowmeter.bench.watch;

import io.flowmeter.bench.watch.Snapshot.ProgressRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The least watermark never goes back, whatever happens. A subtask's own does not go back either,
 * while the parallelism stays; so two readings are compared only if they are so close together that
 * no rescale fits between them.
 */
final class ProgressGoesOn {
    private static final Duration TOO_SHORT_TO_RESCALE = Duration.ofSeconds(1);

    private Instant least = Instant.MIN;
    private Instant readAt = Instant.MIN;
    private Map<String, ProgressRow> rows = Map.of();

    void see(Snapshot snapshot, Consumer<String> violation) {
        Instant watermark = snapshot.watermark().orElse(Instant.MIN);
        if (watermark.isBefore(least)) {
            violation.accept(
                    "the least watermark stepped back from "
                            + least
                            + " to "
                            + watermark
                            + ", of "
                            + snapshot.progress());
        }
        Map<String, ProgressRow> seen = new HashMap<>();
        for (ProgressRow row : snapshot.progress()) {
            seen.put(row.sinkUid() + " " + row.subtask(), row);
        }
        if (!readAt.isBefore(snapshot.readAt().minus(TOO_SHORT_TO_RESCALE))) {
            rows.forEach((key, before) -> compare(before, seen.get(key), violation));
        }
        least = least.isAfter(watermark) ? least : watermark;
        readAt = snapshot.readAt();
        rows = seen;
    }

    private static void compare(
            ProgressRow before, @Nullable ProgressRow after, Consumer<String> violation) {
        boolean isSameLayout = after != null && after.parallelism() == before.parallelism();
        if (isSameLayout && after.watermark().isBefore(before.watermark())) {
            violation.accept("progress of a subtask stepped back: " + before + " to " + after);
        }
    }
}
