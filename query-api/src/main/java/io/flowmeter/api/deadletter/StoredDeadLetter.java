package io.flowmeter.api.deadletter;

import io.flowmeter.core.event.LogPosition;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of dead_letter.
 *
 * @param partial at least one meter counted the event; {@code detail} names those that could not
 */
record StoredDeadLetter(
        LogPosition position,
        String tenant,
        String reason,
        String detail,
        boolean partial,
        Instant appendedAt,
        Instant failedAt,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, String> headers,
        @Nullable Instant replayedAt) {

    StoredDeadLetter {
        headers = Map.copyOf(headers);
    }

    StoredDeadLetter replayed(Instant at) {
        return new StoredDeadLetter(
                position,
                tenant,
                reason,
                detail,
                partial,
                appendedAt,
                failedAt,
                key,
                value,
                headers,
                at);
    }
}
