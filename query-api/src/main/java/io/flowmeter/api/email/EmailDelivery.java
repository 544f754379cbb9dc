package io.flowmeter.api.email;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification on its way to a recipient, as it is and on the wire.
 *
 * @param status PENDING, SENDING, SENT, FAILED or UNKNOWN
 * @param nextAttemptAt null unless it is PENDING
 */
record EmailDelivery(
        UUID id,
        UUID notificationId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tenant,
        String recipient,
        String status,
        int attemptCount,
        @Nullable Instant nextAttemptAt,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant sentAt,
        @JsonIgnore long seq) {}
