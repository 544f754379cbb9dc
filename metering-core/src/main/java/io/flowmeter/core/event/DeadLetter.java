package io.flowmeter.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Refused input with everything a replay needs. Key: its position.
 *
 * @param namespace empty where the event was too broken to name one; so is {@code tenant}
 * @param reason name of the {@link RejectionReason}
 * @param partial at least one meter counted the event; {@code detail} names those that could not
 * @param appendMillis append time of the refused event, epoch milliseconds
 * @param key the record's key, as read; so are {@code value} and {@code headers}
 * @param headers the record's headers as a JSON object of texts
 */
public record DeadLetter(
        LogPosition position,
        String namespace,
        String tenant,
        String reason,
        String detail,
        boolean partial,
        long appendMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {}
