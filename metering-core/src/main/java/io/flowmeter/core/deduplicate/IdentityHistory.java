package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that the log has said about one event identity: its events, of which usually there is one,
 * and the voids and replacements of them. What counts is a pure function of the set of records;
 * they may be read in any order:
 *
 * <ul>
 *   <li>Copies appended at most a deduplication window apart are one event, also through a copy
 *       between them; a copy further from all others is a new event. The first copy counts.
 *   <li>A correction concerns the event of which a copy was appended at or before it, and at most a
 *       window before it. One that is repeated for the same event counts where it stood first; of
 *       several, the last rules.
 *   <li>A correction that concerns no event waits until everything appended up to it has been read;
 *       then it is refused.
 * </ul>
 *
 * <p>Every record gets exactly one verdict, when it is read or when its wait is over. Only one is
 * taken back: where a copy joins two events, what was ACCEPTED twice becomes a DUPLICATE. How many
 * are ACCEPTED, and how many are not, are functions of the set of records too. The names of the
 * others depend on the order of reading in one respect: of three and more copies, those called
 * CONFLICT (and listed) differ in content from the copy that was first when they were compared.
 *
 * @param events in append order, more than a window apart
 * @param corrections in append order
 */
public record IdentityHistory(List<CountedEvent> events, List<Correction> corrections) {

    /** Nothing is known of the identity. */
    public static final IdentityHistory EMPTY = new IdentityHistory(List.of(), List.of());

    /** Reads one more copy. */
    public Step occur(Occurrence copy, long windowMillis) {
        Step.Builder step = new Step.Builder();
        List<CountedEvent> same = new ArrayList<>(); // two if the copy stands between them
        List<CountedEvent> all = new ArrayList<>();
        CountedEvent joined = CountedEvent.of(copy);
        for (CountedEvent event : events) {
            if (event.includes(copy.appendMillis(), windowMillis)) {
                same.add(event);
                joined = joined.joinedWith(event);
            } else {
                all.add(event);
            }
        }
        all.add(joined);
        all.sort(Comparator.comparingLong(event -> event.first().appendMillis()));
        judge(copy, joined.first(), same, step);
        IdentityHistory next = new IdentityHistory(all, corrections).settled(windowMillis, step);
        return step.changing(this, next, windowMillis, copy.appendMillis())
                .build(
                        next,
                        same.isEmpty() ? null : effective(same.get(0), windowMillis),
                        next.effective(joined, windowMillis));
    }

    /** Reads one more void or replacement; its refusal says what to write if it finds no target. */
    public Step correct(Correction correction, long windowMillis) {
        Step.Builder step = new Step.Builder();
        List<Correction> all = new ArrayList<>(corrections);
        all.add(correction);
        all.sort(Correction.APPEND_ORDER);
        IdentityHistory next = new IdentityHistory(events, all).settled(windowMillis, step);
        CountedEvent target = target(correction, windowMillis);
        return target == null
                ? step.build(next, null, null)
                : step.changing(this, next, windowMillis, correction.appendMillis())
                        .build(
                                next,
                                effective(target, windowMillis),
                                next.effective(target, windowMillis));
    }

    /**
     * Everything appended up to this time has been read: voids still without a target are refused.
     */
    public Step complete(long untilMillis) {
        Step.Builder step = new Step.Builder();
        List<Correction> remaining = new ArrayList<>();
        for (Correction correction : corrections) {
            if (correction.isPending() && correction.appendMillis() <= untilMillis) {
                step.verdict(Verdict.DEAD_LETTER)
                        .refused(Objects.requireNonNull(correction.refusal()));
            } else {
                remaining.add(correction);
            }
        }
        return step.build(new IdentityHistory(events, remaining), null, null);
    }

    /** Whether nothing is left to remember. */
    public boolean isEmpty() {
        return events.isEmpty() && corrections.isEmpty();
    }

    /** Whether a void waits for its target. */
    public boolean isPending() {
        return corrections.stream().anyMatch(Correction::isPending);
    }

    private static void judge(
            Occurrence copy, Occurrence kept, List<CountedEvent> same, Step.Builder step) {
        if (same.isEmpty()) {
            step.verdict(Verdict.ACCEPTED);
            return;
        }
        List<Occurrence> lost = new ArrayList<>();
        lost.add(copy);
        same.forEach(event -> lost.add(event.first()));
        for (Occurrence other : lost) {
            if (!other.content().equals(kept.content())) {
                step.verdict(Verdict.CONFLICT).conflict(other, kept.position());
                return;
            }
        }
        step.verdict(Verdict.DUPLICATE);
    }

    /** Corrections that have found their event take effect; of repeated ones, the first. */
    private IdentityHistory settled(long windowMillis, Step.Builder step) {
        if (corrections.isEmpty()) {
            return this;
        }
        List<CountedEvent> counted = new ArrayList<>(events);
        for (Correction correction : corrections) {
            CountedEvent target = target(correction, windowMillis);
            if (correction.isPending() && target != null) {
                int index = events.indexOf(target);
                counted.set(index, counted.get(index).corrected(correction.replacement()));
            }
        }
        List<Correction> settled = new ArrayList<>();
        corrections.stream()
                .filter(correction -> !correction.isPending())
                .forEach(correction -> settle(correction, settled, windowMillis, step));
        corrections.stream()
                .filter(Correction::isPending)
                .forEach(correction -> settle(correction, settled, windowMillis, step));
        settled.sort(Correction.APPEND_ORDER);
        return new IdentityHistory(counted, settled);
    }

    private void settle(
            Correction correction, List<Correction> settled, long windowMillis, Step.Builder step) {
        CountedEvent target = target(correction, windowMillis);
        if (target == null) {
            settled.add(correction);
            return;
        }
        Correction rival = null;
        for (Correction other : settled) {
            if (other.identity().equals(correction.identity())
                    && target.equals(target(other, windowMillis))) {
                rival = other;
            }
        }
        boolean isFirst = rival == null || correction.isBefore(rival);
        boolean isSame = rival == null || correction.content().equals(rival.content());
        if (correction.isPending()) {
            Verdict repeated = isSame ? Verdict.DUPLICATE : Verdict.CONFLICT;
            step.verdict(rival == null ? Verdict.ACCEPTED : repeated);
            if (rival == null || (isFirst && !isSame)) {
                step.applied(correction);
            }
        }
        if (isFirst) {
            settled.remove(rival);
            settled.add(correction.applied());
        }
    }

    /** The event a correction concerns; null if none is known. */
    private @Nullable CountedEvent target(Correction correction, long windowMillis) {
        for (CountedEvent event : events) {
            if (event.isCorrectedBy(correction, windowMillis)) {
                return event;
            }
        }
        return null;
    }

    /** What counts for an event; null if it was voided. */
    @Nullable EventUsage effective(CountedEvent event, long windowMillis) {
        for (int i = corrections.size() - 1; i >= 0; i--) {
            if (event.isCorrectedBy(corrections.get(i), windowMillis)) {
                return corrections.get(i).replacement();
            }
        }
        return event.first().usage();
    }
}
