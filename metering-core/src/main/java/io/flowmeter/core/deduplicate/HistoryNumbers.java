package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a history amounts to. All of it is a function of the set of records read, whatever their
 * order, and so are the differences between two histories that the tables are made of.
 *
 * @param windowMillis of deduplication
 */
record HistoryNumbers(IdentityHistory history, long windowMillis) {

    /** What counts for this identity: nothing or one usage per event. */
    List<EventUsage> counted() {
        return history.events().stream()
                .map(event -> history.effective(event, windowMillis))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What the records did, each at its own append time, whenever it was read: the sum of all up to
     * a time is what the records appended up to then amount to.
     */
    List<TimedUsage> timeline() {
        List<TimedUsage> timeline = new ArrayList<>();
        for (CountedEvent event : history.events()) {
            EventUsage counted = event.first().usage();
            timeline.add(new TimedUsage(event.first().appendMillis(), 1, counted));
            for (Correction correction : history.corrections()) {
                if (event.isCorrectedBy(correction, windowMillis)
                        && !Objects.equals(counted, correction.replacement())) {
                    addChange(correction.appendMillis(), counted, -1, timeline);
                    counted = correction.replacement();
                    addChange(correction.appendMillis(), counted, 1, timeline);
                }
            }
        }
        return timeline;
    }

    /** What the identity contributes to the revision of the windows of every usage it ever had. */
    Map<EventUsage, Long> revisions() {
        Map<EventUsage, Long> revisions = new LinkedHashMap<>();
        for (CountedEvent event : history.events()) {
            for (EventUsage usage : event.usages()) {
                revisions.merge(usage, event.revision(windowMillis), Long::sum);
            }
        }
        return revisions;
    }

    /** How many records are ACCEPTED: the first of each event, and of each of its corrections. */
    int accepted() {
        return history.events().size() + (int) applied().count();
    }

    /**
     * The revision of that number, which grows with it. An event that a copy may join of two takes
     * some back: it weighs more than both.
     */
    long acceptedRevision() {
        long revision = 0;
        for (CountedEvent event : history.events()) {
            revision +=
                    event.mayBeJoined(windowMillis)
                            ? 2L * (event.copies() + event.corrections())
                            : 1 + applied(event);
        }
        return revision;
    }

    private long applied(CountedEvent event) {
        return applied()
                .filter(correction -> event.isCorrectedBy(correction, windowMillis))
                .count();
    }

    private Stream<Correction> applied() {
        return history.corrections().stream().filter(correction -> !correction.isPending());
    }

    private static void addChange(
            long appendMillis, @Nullable EventUsage usage, int sign, List<TimedUsage> timeline) {
        if (usage != null) {
            timeline.add(new TimedUsage(appendMillis, sign, usage));
        }
    }
}
