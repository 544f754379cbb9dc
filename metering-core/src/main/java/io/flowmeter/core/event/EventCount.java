package io.flowmeter.core.event;

/**
 * How many events of a namespace got a verdict, since the beginning of the log. Key: namespace,
 * verdict, detail. The number only grows.
 *
 * @param namespace empty for events that named none, or one that did not exist when they were
 *     appended
 * @param verdict name of the {@link Verdict}
 * @param detail DEAD_LETTER: the reason; UNMATCHED: the event type; otherwise empty
 */
public record EventCount(String namespace, String verdict, String detail, long events) {}
