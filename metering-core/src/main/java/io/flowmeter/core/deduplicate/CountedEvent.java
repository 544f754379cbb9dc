package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event as its copies in the log tell it: each of them was appended at most a deduplication
 * window before or after another. The first copy is the one that counts.
 *
 * @param first the first copy by append order
 * @param lastAppendMillis append time of the last copy, epoch milliseconds
 * @param copies how many were read
 * @param corrections how many voids and replacements of it were read, repeated ones too
 * @param others what these copies and replacements would count, where that is not what the first
 *     copy counts; each once, and at most {@link #MAX_OTHERS}
 */
public record CountedEvent(
        Occurrence first,
        long lastAppendMillis,
        int copies,
        int corrections,
        List<EventUsage> others) {

    /**
     * A producer that gives everything the same id must not fill the memory. What is beyond this
     * may leave the revision to the order of reading, which matters only to a job that goes back to
     * an older savepoint.
     */
    static final int MAX_OTHERS = 8;

    public CountedEvent {
        // Release 0.1.0 kept neither.
        copies = Math.max(1, copies);
        others = others == null ? List.of() : List.copyOf(others);
    }

    static CountedEvent of(Occurrence copy) {
        return new CountedEvent(copy, copy.appendMillis(), 1, 0, List.of());
    }

    /** Whether a copy appended at this time is one of this event. */
    boolean includes(long appendMillis, long windowMillis) {
        return first.appendMillis() - appendMillis <= windowMillis
                && appendMillis - lastAppendMillis <= windowMillis;
    }

    /** Whether it was two events for a reader who had not seen all copies. */
    boolean mayBeJoined(long windowMillis) {
        return lastAppendMillis - first.appendMillis() > windowMillis;
    }

    /** Whether a correction appended at this time is one of this event. */
    boolean isCorrectedBy(Correction correction, long windowMillis) {
        return correction.appendMillis() >= first.appendMillis()
                && correction.appendMillis() - lastAppendMillis <= windowMillis;
    }

    CountedEvent joinedWith(CountedEvent other) {
        Occurrence earliest = other.first.isBefore(first) ? other.first : first;
        Set<EventUsage> named = new LinkedHashSet<>(usages());
        named.addAll(other.usages());
        named.remove(earliest.usage());
        return new CountedEvent(
                earliest,
                Math.max(lastAppendMillis, other.lastAppendMillis),
                copies + other.copies,
                corrections + other.corrections,
                named.stream().limit(MAX_OTHERS).toList());
    }

    /**
     * @param replacement null for a void
     */
    CountedEvent corrected(@Nullable EventUsage replacement) {
        List<EventUsage> named = new ArrayList<>(others);
        if (replacement != null && others.size() < MAX_OTHERS && !usages().contains(replacement)) {
            named.add(replacement);
        }
        return new CountedEvent(first, lastAppendMillis, copies, corrections + 1, named);
    }

    /** All that may have counted for it, in whichever order its records were read. */
    List<EventUsage> usages() {
        List<EventUsage> usages = new ArrayList<>(others.size() + 1);
        usages.add(first.usage());
        usages.addAll(others);
        return usages;
    }

    /**
     * What the event contributes to the revision of every window of each of its usages. It depends
     * on which records have been read, not on their order, and grows with every record that can
     * make a difference: of copies that all say the same, none can.
     */
    long revision(long windowMillis) {
        boolean isPlain = corrections == 0 && others.isEmpty() && !mayBeJoined(windowMillis);
        // Twice, so that an event joined of two has more than both had.
        return isPlain ? 1 : 1 + 2 * ((long) copies + corrections);
    }
}
