package io.flowmeter.core.deduplicate;

/**
 * One event as its copies in the log tell it: each of them was appended at most a deduplication
 * window before or after another. The first copy is the one that counts.
 *
 * @param first the first copy by append order
 * @param lastAppendMillis append time of the last copy, epoch milliseconds
 */
public record CountedEvent(Occurrence first, long lastAppendMillis) {

    static CountedEvent of(Occurrence copy) {
        return new CountedEvent(copy, copy.appendMillis());
    }

    /** Whether a copy appended at this time is one of this event. */
    boolean includes(long appendMillis, long windowMillis) {
        return first.appendMillis() - appendMillis <= windowMillis
                && appendMillis - lastAppendMillis <= windowMillis;
    }

    /** Whether a correction appended at this time is one of this event. */
    boolean isCorrectedBy(Correction correction, long windowMillis) {
        return correction.appendMillis() >= first.appendMillis()
                && correction.appendMillis() - lastAppendMillis <= windowMillis;
    }

    CountedEvent joinedWith(CountedEvent other) {
        return new CountedEvent(
                other.first.isBefore(first) ? other.first : first,
                Math.max(lastAppendMillis, other.lastAppendMillis));
    }
}
