package io.flowmeter.api.deadletter;

import java.time.Instant;

/**
 * A conflict on the wire.
 *
 * @param keptPosition where the event stands that counts
 */
record ConflictResponse(
        String position,
        String keptPosition,
        String tenant,
        String source,
        String id,
        Instant appendedAt) {

    static ConflictResponse of(ConflictQueries.Conflict conflict) {
        return new ConflictResponse(
                conflict.position().toString(),
                conflict.kept().toString(),
                conflict.tenant(),
                conflict.source(),
                conflict.eventId(),
                conflict.appendedAt());
    }
}
