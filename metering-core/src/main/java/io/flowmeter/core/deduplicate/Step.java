package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one more record of an identity changes.
 *
 * @param history what is known afterwards
 * @param verdicts one per event decided by this step: none while a void waits for its target
 * @param conflict the copy that does not count although its content differs; null if none
 * @param refused voids that found no target
 * @param applied voids and replacements that took effect
 * @param before what counted for the event before; null if nothing did
 * @param after what counts for the event now, which may be the same; null if nothing does
 * @param changes what is to be added and taken back, so that the sum of all changes of all steps is
 *     the history's {@link IdentityHistory#timeline}
 */
public record Step(
        IdentityHistory history,
        List<Verdict> verdicts,
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

        /** From one timeline to another. */
        Builder changing(List<TimedUsage> before, List<TimedUsage> after) {
            List<TimedUsage> gone = new ArrayList<>(before);
            List<TimedUsage> added = new ArrayList<>();
            for (TimedUsage usage : after) {
                if (!gone.remove(usage)) {
                    added.add(usage);
                }
            }
            gone.forEach(usage -> changes.add(usage.inverse()));
            changes.addAll(added);
            return this;
        }

        Step build(IdentityHistory next, @Nullable EventUsage before, @Nullable EventUsage after) {
            return new Step(next, verdicts, conflict, refused, applied, before, after, changes);
        }
    }
}
