package io.flowmeter.api.notification;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody was told. Key: namespace and {@code id}. Written by {@link Notifications}.
 *
 * @param seq its place in the list
 * @param tenant null: it concerns the whole namespace
 * @param readAt null: not read yet
 */
public record Notification(
        UUID id,
        long seq,
        @Nullable String tenant,
        NotificationKind kind,
        String summary,
        JsonNode data,
        Instant occurredAt,
        Instant createdAt,
        @Nullable Instant readAt) {}
