package io.flowmeter.api.email;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail that this process may send until its lease ends.
 *
 * @param attempt counts this one too
 * @param isAmbiguous another process ended while it was sending it
 */
record ClaimedEmail(
        UUID id,
        UUID notificationId,
        @Nullable String tenant,
        String recipient,
        String kind,
        String summary,
        String data,
        Instant occurredAt,
        int attempt,
        boolean isAmbiguous) {}
