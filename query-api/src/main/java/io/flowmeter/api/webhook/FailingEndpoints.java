package io.flowmeter.api.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.notification.Notice;
import io.flowmeter.api.notification.NotificationKind;
import io.flowmeter.api.notification.Notifications;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Disables endpoints that want no more, or have failed for long, and tells of it. */
final class FailingEndpoints {

    /** All attempts failed for so long: then an endpoint is disabled. */
    static final Duration TOLERATED = Duration.ofDays(5);

    private final Notifications notifications;

    FailingEndpoints(Notifications notifications) {
        this.notifications = notifications;
    }

    void recordFailure(
            Handle handle, String namespace, UUID endpointId, AttemptOutcome outcome, Instant now) {
        Instant since = failingSince(handle, namespace, endpointId, outcome.startedAt());
        if (outcome.isGone()) {
            disable(handle, namespace, endpointId, "GONE", "it answered 410 Gone", now);
        } else if (!now.isBefore(since.plus(TOLERATED))) {
            disable(
                    handle,
                    namespace,
                    endpointId,
                    "FAILING",
                    "every attempt has failed since " + since,
                    now);
        }
    }

    private static Instant failingSince(
            Handle handle, String namespace, UUID endpointId, Instant startedAt) {
        handle.createUpdate(
                        """
                        UPDATE webhook_endpoint SET failing_since = :startedAt
                         WHERE namespace = :namespace AND id = :endpoint AND failing_since IS NULL
                        """)
                .bind("namespace", namespace)
                .bind("endpoint", endpointId)
                .bind("startedAt", startedAt)
                .execute();
        return EndpointQueries.find(handle, namespace, endpointId)
                .map(WebhookEndpoint::failingSince)
                .orElse(startedAt); // It was deleted meanwhile.
    }

    private void disable(
            Handle handle, String namespace, UUID id, String reason, String why, Instant now) {
        var before = EndpointQueries.lock(handle, namespace, id).orElse(null);
        if (before == null || before.isDisabled()) {
            return;
        }
        handle.createUpdate(
                        """
                        UPDATE webhook_endpoint
                           SET disabled_at = :now, disabled_reason = :reason, updated_at = :now
                         WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
        DeliveryQueries.failPending(handle, namespace, id, "endpoint disabled: " + why);
        AuditLog.write(
                handle,
                namespace,
                before.tenant(),
                "notifier",
                "webhook-endpoint.disable",
                "webhook-endpoint/" + id,
                Json.tree(EndpointResponse.of(before)),
                EndpointQueries.find(handle, namespace, id)
                        .map(EndpointResponse::of)
                        .map(Json::tree)
                        .orElse(null));
        notifications.publish(handle, namespace, notice(before, reason, why, now));
    }

    private static Notice notice(WebhookEndpoint endpoint, String reason, String why, Instant now) {
        return new Notice(
                endpoint.tenant(),
                NotificationKind.WEBHOOK_ENDPOINT_DISABLED,
                endpoint.id() + " " + now,
                "the webhook endpoint " + endpoint.id() + " was disabled: " + why,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("endpointId", endpoint.id().toString())
                        .put("reason", reason),
                now);
    }
}
