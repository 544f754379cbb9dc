package io.flowmeter.api.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads deliveries with their attempts, and begins them anew. */
final class DeliveryQueries {

    private DeliveryQueries() {}

    /** Newest first, those before a place in the list. */
    static List<WebhookDelivery> list(
            Handle handle, String namespace, UUID endpointId, long before, int limit) {
        return handle.createQuery(
                        """
                        SELECT d.*, (SELECT json_agg(a ORDER BY attempt DESC) FROM webhook_attempt AS a
                                      WHERE a.namespace = d.namespace AND delivery_id = d.id) AS tries
                          FROM webhook_delivery AS d
                         WHERE namespace = :namespace AND endpoint_id = :endpoint AND seq < :before
                         ORDER BY seq DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("endpoint", endpointId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    static Optional<WebhookDelivery> find(Handle handle, String namespace, UUID id) {
        return handle.createQuery(
                        """
                        SELECT d.*, (SELECT json_agg(a ORDER BY attempt DESC) FROM webhook_attempt AS a
                                      WHERE a.namespace = d.namespace AND delivery_id = d.id) AS tries
                          FROM webhook_delivery AS d
                         WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .map((row, context) -> delivery(row))
                .findOne();
    }

    static UUID insertTest(
            Handle handle, String namespace, WebhookEndpoint endpoint, String body, Instant now) {
        UUID id = UUID.randomUUID();
        handle.createUpdate(
                        """
                        INSERT INTO webhook_delivery (namespace, id, endpoint_id, tenant, kind,
                               webhook_id, body, next_attempt_at, created_at)
                        VALUES (:namespace, :id, :endpoint, :tenant, 'webhook_test', :webhookId, :body,
                               :now, :now)
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("endpoint", endpoint.id())
                .bind("tenant", endpoint.tenant())
                .bind("webhookId", WebhookBody.webhookId(id))
                .bind("body", body)
                .bind("now", now)
                .execute();
        return id;
    }

    /** Due at once, with a whole schedule before it; false while it is still being attempted. */
    static boolean restart(Handle handle, String namespace, UUID id, Instant now) {
        int restarted =
                handle.createUpdate(
                                """
                                UPDATE webhook_delivery
                                   SET status = 'PENDING', step = 0, next_attempt_at = :now,
                                       last_error = NULL, delivered_at = NULL
                                 WHERE namespace = :namespace AND id = :id AND status <> 'PENDING'
                                """)
                        .bind("namespace", namespace)
                        .bind("id", id)
                        .bind("now", now)
                        .execute();
        handle.execute("SELECT pg_notify('flowmeter_notifier', '')");
        return restarted == 1;
    }

    /** Ends what is on its way to an endpoint. */
    static void failPending(Handle handle, String namespace, UUID endpointId, String error) {
        handle.createUpdate(
                        """
                        UPDATE webhook_delivery SET status = 'FAILED', last_error = :error
                         WHERE namespace = :namespace AND endpoint_id = :endpoint
                           AND status = 'PENDING'
                        """)
                .bind("namespace", namespace)
                .bind("endpoint", endpointId)
                .bind("error", error)
                .execute();
    }

    /**
     * Ends what its endpoint must not get any more: what was stored at the very moment the endpoint
     * was disabled, and what is of another tenant than the endpoint is by now.
     */
    static void failUnwanted(Handle handle, String namespace, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE webhook_delivery AS d
                           SET status = 'FAILED',
                               last_error = CASE WHEN e.disabled_at IS NULL
                                   THEN 'the endpoint belongs to another tenant now'
                                   ELSE 'endpoint disabled' END
                          FROM webhook_endpoint AS e
                         WHERE d.namespace = :namespace AND d.status = 'PENDING'
                           AND d.next_attempt_at <= :now
                           AND e.namespace = d.namespace AND e.id = d.endpoint_id
                           AND (e.disabled_at IS NOT NULL
                                OR (e.tenant IS NOT NULL AND d.tenant IS DISTINCT FROM e.tenant))
                        """)
                .bind("namespace", namespace)
                .bind("now", now)
                .execute();
    }

    private static WebhookDelivery delivery(ResultSet row) throws SQLException {
        boolean isPending = row.getString("status").equals("PENDING");
        return new WebhookDelivery(
                row.getObject("id", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getObject("notification_id", UUID.class),
                row.getString("tenant"),
                row.getString("kind"),
                row.getString("webhook_id"),
                row.getString("status"),
                row.getInt("attempts"),
                isPending ? Rows.instant(row, "next_attempt_at") : null,
                row.getString("last_error"),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "delivered_at"),
                attempts(row.getString("tries")),
                row.getLong("seq"));
    }

    private static List<WebhookDelivery.Attempt> attempts(@Nullable String json) {
        List<WebhookDelivery.Attempt> attempts = new ArrayList<>();
        for (JsonNode node : Json.stored(json == null ? "[]" : json)) {
            attempts.add(
                    new WebhookDelivery.Attempt(
                            node.get("attempt").intValue(),
                            OffsetDateTime.parse(node.get("started_at").textValue()).toInstant(),
                            node.get("duration_ms").longValue(),
                            node.get("http_status").isNull()
                                    ? null
                                    : node.get("http_status").intValue(),
                            node.get("error").textValue()));
        }
        return attempts;
    }
}
