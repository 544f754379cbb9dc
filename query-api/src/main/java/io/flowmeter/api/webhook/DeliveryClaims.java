package io.flowmeter.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes deliveries that are due and records what came of them. */
final class DeliveryClaims {

    private DeliveryClaims() {}

    /**
     * Takes the first due of each endpoint of the lane, then the second ones, and so on. Until the
     * lease ends nobody else takes them; afterwards whoever looks does, since then their process
     * has ended.
     */
    static List<ClaimedDelivery> claim(
            Handle handle,
            String namespace,
            WebhookLane lane,
            int limit,
            Instant now,
            Instant leaseEnd) {
        return handle.createQuery(
                        """
                        WITH oldest AS MATERIALIZED (
                            SELECT d.id, d.endpoint_id, d.next_attempt_at
                              FROM webhook_delivery AS d
                              JOIN webhook_endpoint AS e
                                ON e.namespace = d.namespace AND e.id = d.endpoint_id
                             WHERE d.namespace = :namespace AND d.status = 'PENDING'
                               AND d.next_attempt_at <= :now AND e.disabled_at IS NULL
                               AND (e.failing_since IS NOT NULL) = :failing
                               AND e.id <> ALL (:busy)
                             ORDER BY d.next_attempt_at
                             LIMIT 1000),
                        ranked AS MATERIALIZED (
                            SELECT id, next_attempt_at, row_number() OVER (
                                   PARTITION BY endpoint_id ORDER BY next_attempt_at) AS place
                              FROM oldest),
                        chosen AS MATERIALIZED (
                            SELECT id FROM ranked WHERE place <= :perEndpoint
                             ORDER BY place, next_attempt_at
                             LIMIT :limit),
                        claimed AS MATERIALIZED (
                            SELECT id FROM webhook_delivery
                             WHERE namespace = :namespace AND id IN (SELECT id FROM chosen)
                               AND status = 'PENDING' AND next_attempt_at <= :now
                               FOR UPDATE SKIP LOCKED)
                        UPDATE webhook_delivery AS d
                           SET attempts = attempts + 1, step = step + 1, next_attempt_at = :leaseEnd
                          FROM claimed, webhook_endpoint AS e
                         WHERE d.namespace = :namespace AND d.id = claimed.id
                           AND e.namespace = d.namespace AND e.id = d.endpoint_id
                           AND (e.tenant IS NULL OR e.tenant = d.tenant)
                        RETURNING d.id, d.endpoint_id, d.tenant, d.notification_id, d.webhook_id,
                               d.body, d.attempts, d.step, e.url, e.secret,
                               CASE WHEN e.previous_secret_until > :now
                                    THEN e.previous_secret END AS previous_secret
                        """)
                .bind("namespace", namespace)
                .bind("failing", lane.isForFailing())
                .bindArray("busy", UUID.class, lane.busy())
                .bind("perEndpoint", lane.perEndpoint())
                .bind("limit", limit)
                .bind("now", now)
                .bind("leaseEnd", leaseEnd)
                .map((row, context) -> claimed(row))
                .list();
    }

    /** Also if somebody else has taken it meanwhile: it has arrived. */
    static void recordSuccess(
            Handle handle, String namespace, ClaimedDelivery delivery, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE webhook_endpoint SET failing_since = NULL
                         WHERE namespace = :namespace AND id = :endpoint
                           AND failing_since IS NOT NULL
                        """)
                .bind("namespace", namespace)
                .bind("endpoint", delivery.endpointId())
                .execute();
        handle.createUpdate(
                        """
                        UPDATE webhook_delivery
                           SET status = 'DELIVERED', delivered_at = :now, last_error = NULL
                         WHERE namespace = :namespace AND id = :id AND status <> 'DELIVERED'
                        """)
                .bind("namespace", namespace)
                .bind("id", delivery.id())
                .bind("now", now)
                .execute();
    }

    /**
     * Unless somebody else has taken it meanwhile.
     *
     * @param next when it is attempted again; null: never
     */
    static void recordFailure(
            Handle handle,
            String namespace,
            ClaimedDelivery delivery,
            String error,
            @Nullable Instant next) {
        handle.createUpdate(
                        """
                        UPDATE webhook_delivery
                           SET status = CASE WHEN CAST(:next AS timestamptz) IS NULL
                                             THEN 'FAILED' ELSE 'PENDING' END,
                               next_attempt_at = coalesce(:next, next_attempt_at),
                               last_error = :error
                         WHERE namespace = :namespace AND id = :id AND attempts = :attempt
                           AND status = 'PENDING'
                        """)
                .bind("namespace", namespace)
                .bind("id", delivery.id())
                .bind("attempt", delivery.attempt())
                .bind("error", error)
                .bind("next", next)
                .execute();
    }

    static void insertAttempt(
            Handle handle, String namespace, ClaimedDelivery delivery, AttemptOutcome outcome) {
        handle.createUpdate(
                        """
                        INSERT INTO webhook_attempt (namespace, delivery_id, attempt, tenant, started_at,
                               duration_ms, http_status, error)
                        SELECT namespace, id, :attempt, tenant, :startedAt, :durationMs, :httpStatus,
                               :error
                          FROM webhook_delivery WHERE namespace = :namespace AND id = :delivery
                        ON CONFLICT DO NOTHING
                        """)
                .bind("namespace", namespace)
                .bind("delivery", delivery.id())
                .bind("attempt", delivery.attempt())
                .bind("startedAt", outcome.startedAt())
                .bind("durationMs", outcome.duration().toMillis())
                .bind("httpStatus", outcome.httpStatus())
                .bind("error", outcome.error())
                .execute();
    }

    private static ClaimedDelivery claimed(ResultSet row) throws SQLException {
        return new ClaimedDelivery(
                row.getObject("id", UUID.class),
                row.getObject("endpoint_id", UUID.class),
                row.getString("tenant"),
                row.getObject("notification_id") == null,
                row.getString("webhook_id"),
                row.getString("body"),
                row.getInt("attempts"),
                row.getInt("step"),
                row.getString("url"),
                row.getBytes("secret"),
                row.getBytes("previous_secret"));
    }
}
