package io.flowmeter.core.event;

/**
 * How many events of a namespace got a verdict, since the beginning of the log. Key: namespace,
 * verdict, detail. Of ACCEPTED, DUPLICATE and CONFLICT it may fall: a later record may show what an
 * earlier one was.
 *
 * @param namespace empty for events that named none, or one that did not exist when they were
 *     appended
 * @param verdict name of the {@link Verdict}
 * @param detail DEAD_LETTER: the reason; UNMATCHED: the event type; otherwise empty
 * @param revision a number is written only over one of a lower revision; it grows with every change
 */
public record EventCount(
        String namespace, String verdict, String detail, long events, long revision) {

    /** One more event, on its way to the total. */
    public static EventCount one(String namespace, Verdict verdict, String detail) {
        return new EventCount(namespace, verdict.name(), detail, 1, 1);
    }
}
