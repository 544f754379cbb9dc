package io.flowmeter.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.http.Page;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification on the wire. */
record NotificationResponse(
        UUID id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tenant,
        String kind,
        String summary,
        JsonNode data,
        Instant occurredAt,
        Instant createdAt,
        @Nullable Instant readAt) {

    static NotificationResponse of(Notification notification) {
        return new NotificationResponse(
                notification.id(),
                notification.tenant(),
                notification.kind().word(),
                notification.summary(),
                notification.data(),
                notification.occurredAt(),
                notification.createdAt(),
                notification.readAt());
    }

    /**
     * A page, and how many unread ones there are on all pages, be the list of read ones too.
     *
     * @param unreadCount of the same tenant and kind
     */
    record Listed(@JsonUnwrapped Page<NotificationResponse> page, long unreadCount) {}
}
