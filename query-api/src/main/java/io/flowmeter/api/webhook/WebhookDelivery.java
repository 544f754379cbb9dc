package io.flowmeter.api.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification on its way to an endpoint, as it is and on the wire.
 *
 * @param notificationId null: a test
 * @param status PENDING, DELIVERED or FAILED
 * @param nextAttemptAt null unless it is PENDING
 */
record WebhookDelivery(
        UUID id,
        UUID endpointId,
        @Nullable UUID notificationId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tenant,
        String kind,
        String webhookId,
        String status,
        int attemptCount,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant deliveredAt,
        List<Attempt> attempts,
        @JsonIgnore long seq) {

    /** One attempt, newest first. */
    record Attempt(
            int attempt,
            Instant startedAt,
            long durationMillis,
            @Nullable Integer httpStatus,
            @Nullable String error) {}
}
