package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that the log has said about one event identity within the deduplication window: the copy that
 * counts (the first by append time) and the voids and replacements of it (the last one rules). What
 * counts is a pure function of the set of records; records may be read in any order.
 *
 * <p>A void whose target is not known waits until everything appended before it has been read; then
 * it is refused. A copy appended after the window has passed is a new event.
 *
 * @param original the copy that counts; null while only voids are known
 * @param corrections by append order
 */
public record IdentityHistory(@Nullable Occurrence original, List<Correction> corrections) {

    /** Nothing is known of the identity. */
    public static final IdentityHistory EMPTY = new IdentityHistory(null, List.of());

    /** Reads one more copy. */
    public Step occur(Occurrence copy, long windowMillis) {
        Step.Builder step = new Step.Builder();
        if (original == null) {
            return accept(copy, null, windowMillis, step);
        }
        if (copy.appendMillis() - original.appendMillis() > windowMillis) {
            return accept(copy, null, windowMillis, step);
        }
        if (original.appendMillis() - copy.appendMillis() > windowMillis) {
            return step.verdict(Verdict.ACCEPTED).build(this, null, copy.usage());
        }
        boolean isFirst = copy.isBefore(original);
        Occurrence kept = isFirst ? copy : original;
        Occurrence lost = isFirst ? original : copy;
        if (kept.content().equals(lost.content())) {
            step.verdict(Verdict.DUPLICATE);
        } else {
            step.verdict(Verdict.CONFLICT).conflict(lost, kept.position());
        }
        IdentityHistory next = new IdentityHistory(kept, corrections);
        return step.build(next, effective(windowMillis), next.effective(windowMillis));
    }

    /** Reads one more void or replacement; its refusal says what to write if it finds no target. */
    public Step correct(Correction correction, long windowMillis) {
        Step.Builder step = new Step.Builder();
        for (Correction known : corrections) {
            if (known.identity().equals(correction.identity())) {
                boolean isSame = known.content().equals(correction.content());
                return step.verdict(isSame ? Verdict.DUPLICATE : Verdict.CONFLICT)
                        .build(this, null, null);
            }
        }
        List<Correction> all = new ArrayList<>(corrections);
        int at = all.size();
        while (at > 0 && correction.isBefore(all.get(at - 1))) {
            at--;
        }
        all.add(at, correction);
        IdentityHistory next = new IdentityHistory(original, all).applying(windowMillis, step);
        return step.build(next, effective(windowMillis), next.effective(windowMillis));
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
        return step.build(new IdentityHistory(original, remaining), null, null);
    }

    /** Whether nothing is left to remember. */
    public boolean isEmpty() {
        return original == null && corrections.isEmpty();
    }

    /** Whether a void waits for its target. */
    public boolean isPending() {
        return corrections.stream().anyMatch(Correction::isPending);
    }

    /** What counts for this identity; null if nothing does. */
    @Nullable EventUsage effective(long windowMillis) {
        for (int i = corrections.size() - 1; i >= 0; i--) {
            if (corrections.get(i).concerns(original, windowMillis)) {
                return corrections.get(i).replacement();
            }
        }
        return original == null ? null : original.usage();
    }

    private Step accept(
            Occurrence copy, @Nullable EventUsage before, long windowMillis, Step.Builder step) {
        step.verdict(Verdict.ACCEPTED);
        List<Correction> later = new ArrayList<>(corrections);
        later.removeIf(correction -> original != null && !correction.isPending());
        IdentityHistory next = new IdentityHistory(copy, later).applying(windowMillis, step);
        return step.build(next, before, next.effective(windowMillis));
    }

    /** Voids that have found their target take effect. */
    private IdentityHistory applying(long windowMillis, Step.Builder step) {
        List<Correction> settled = new ArrayList<>();
        for (Correction correction : corrections) {
            boolean takesEffect =
                    correction.isPending() && correction.concerns(original, windowMillis);
            settled.add(takesEffect ? correction.applied() : correction);
            if (takesEffect) {
                step.verdict(Verdict.ACCEPTED).applied(correction);
            }
        }
        return new IdentityHistory(original, settled);
    }
}
