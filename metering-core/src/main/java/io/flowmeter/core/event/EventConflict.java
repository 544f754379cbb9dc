package io.flowmeter.core.event;

/**
 * An event that has the identity of an accepted one and other content. Key: its own position.
 *
 * @param kept where the event stands that counts
 */
public record EventConflict(
        LogPosition position,
        LogPosition kept,
        String namespace,
        String tenant,
        String source,
        String eventId,
        long appendMillis) {}
