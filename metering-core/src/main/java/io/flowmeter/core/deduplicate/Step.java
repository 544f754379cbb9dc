package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one more record of an identity changes.
 *
 * @param history what is known afterwards
 * @param verdicts one per event decided by this step: none while a void waits for its target
 * @param counts what the verdicts add up to; refused voids are not in it
 * @param conflict the copy that does not count although its content differs; null if none
 * @param refused voids that found no target
 * @param applied voids and replacements that took effect
 * @param before what counted for the event before; null if nothing did
 * @param after what counts for the event now, which may be the same; null if nothing does
 * @param changes what is to be added and taken back, so that the sum of all changes of all steps is
 *     the history's {@link HistoryNumbers#timeline}
 */
public record Step(
        IdentityHistory history,
        List<Verdict> verdicts,
        List<VerdictCount> counts,
        @Nullable Conflict conflict,
        List<DeadLetter> refused,
        List<Correction> applied,
        @Nullable EventUsage before,
        @Nullable EventUsage after,
        List<TimedUsage> changes) {

    /** A copy that lost against another with different content. */
    public record Conflict(Occurrence lost, LogPosition kept) {}

    /** Collects a step. */
    static final class Builder {
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<VerdictCount> counts = new ArrayList<>();
        private final List<DeadLetter> refused = new ArrayList<>();
        private final List<Correction> applied = new ArrayList<>();
        private @Nullable Conflict conflict;
        private final List<TimedUsage> changes = new ArrayList<>();

        Builder verdict(Verdict verdict) {
            verdicts.add(verdict);
            return this;
        }

        Builder conflict(Occurrence lost, LogPosition kept) {
            conflict = new Conflict(lost, kept);
            return this;
        }

        Builder refused(DeadLetter deadLetter) {
            refused.add(deadLetter);
            return this;
        }

        Builder applied(Correction correction) {
            applied.add(correction);
            return this;
        }

        /**
         * From one history to the next.
         *
         * @param appendMillis of the record between them
         */
        Builder changing(
                IdentityHistory before,
                IdentityHistory after,
                long windowMillis,
                long appendMillis) {
            HistoryNumbers old = new HistoryNumbers(before, windowMillis);
            HistoryNumbers now = new HistoryNumbers(after, windowMillis);
            Map<EventUsage, Long> revisions = now.revisions();
            old.revisions()
                    .forEach((usage, revision) -> revisions.merge(usage, -revision, Long::sum));
            for (TimedUsage change : difference(old, now)) {
                // The first change of a usage raises its windows' revisions for all of them.
                Long raise = revisions.remove(change.usage());
                changes.add(change.raising(raise == null ? 0 : raise));
            }
            revisions.forEach(
                    (usage, raise) -> {
                        if (raise > 0) {
                            changes.add(new TimedUsage(appendMillis, 0, usage, raise));
                        }
                    });
            count(old, now);
            return this;
        }

        private void count(HistoryNumbers old, HistoryNumbers now) {
            int accepted = now.accepted() - old.accepted();
            long raise = now.acceptedRevision() - old.acceptedRevision();
            if (accepted != 0 || raise > 0) {
                counts.add(new VerdictCount(Verdict.ACCEPTED, accepted, raise));
            }
            int conflicts = Collections.frequency(verdicts, Verdict.CONFLICT);
            int others = verdicts.size() - accepted;
            if (others > 0) {
                counts.add(new VerdictCount(Verdict.DUPLICATE, others - conflicts, others));
                counts.add(new VerdictCount(Verdict.CONFLICT, conflicts, others));
            }
        }

        private static List<TimedUsage> difference(HistoryNumbers old, HistoryNumbers now) {
            List<TimedUsage> gone = new ArrayList<>(old.timeline());
            List<TimedUsage> added = new ArrayList<>();
            for (TimedUsage usage : now.timeline()) {
                if (!gone.remove(usage)) {
                    added.add(usage);
                }
            }
            gone.forEach(usage -> added.add(usage.inverse()));
            // First what is added: no window may hold fewer than no events in between.
            added.sort(Comparator.comparingInt(usage -> -usage.sign()));
            return added;
        }

        Step build(IdentityHistory next, @Nullable EventUsage before, @Nullable EventUsage after) {
            return new Step(
                    next, verdicts, counts, conflict, refused, applied, before, after, changes);
        }
    }
}
