package io.flowmeter.api.webhook;

import io.flowmeter.api.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes webhook endpoints. */
final class EndpointQueries {

    private EndpointQueries() {}

    /** By id, those after one. */
    static List<WebhookEndpoint> list(
            Handle handle, String namespace, @Nullable UUID after, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM webhook_endpoint
                         WHERE namespace = :namespace
                           AND (CAST(:after AS uuid) IS NULL OR id > :after)
                         ORDER BY id
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> endpoint(row))
                .list();
    }

    static Optional<WebhookEndpoint> find(Handle handle, String namespace, UUID id) {
        return handle.createQuery(
                        """
                        SELECT * FROM webhook_endpoint
                         WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .map((row, context) -> endpoint(row))
                .findOne();
    }

    /** As {@link #find}, and keeps others from changing it until the transaction ends. */
    static Optional<WebhookEndpoint> lock(Handle handle, String namespace, UUID id) {
        return handle.createQuery(
                        """
                        SELECT * FROM webhook_endpoint
                         WHERE namespace = :namespace AND id = :id
                           FOR NO KEY UPDATE
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .map((row, context) -> endpoint(row))
                .findOne();
    }

    static WebhookEndpoint insert(
            Handle handle,
            String namespace,
            UUID id,
            EndpointDefinition wanted,
            byte[] secret,
            Instant now) {
        return handle.createQuery(
                        """
                        INSERT INTO webhook_endpoint (namespace, id, tenant, url, kinds, description,
                               secret, disabled_at, disabled_reason, created_at, updated_at)
                        VALUES (:namespace, :id, :tenant, :url, :kinds, :description, :secret,
                               CASE WHEN :disabled THEN CAST(:now AS timestamptz) END,
                               CASE WHEN :disabled THEN 'REQUESTED' END, :now, :now)
                        RETURNING *
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("tenant", wanted.tenant())
                .bind("url", wanted.url())
                .bindArray("kinds", String.class, wanted.kinds())
                .bind("description", wanted.description())
                .bind("secret", secret)
                .bind("disabled", wanted.disabled())
                .bind("now", now)
                .map((row, context) -> endpoint(row))
                .one();
    }

    /** Enabling it forgets that it was failing. */
    static WebhookEndpoint update(
            Handle handle, String namespace, UUID id, EndpointDefinition wanted, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE webhook_endpoint
                           SET tenant = :tenant, url = :url, kinds = :kinds,
                               description = :description, updated_at = :now,
                               failing_since = CASE WHEN disabled_at IS NULL OR :disabled
                                                    THEN failing_since END,
                               disabled_at = CASE WHEN :disabled
                                                  THEN coalesce(disabled_at, :now) END,
                               disabled_reason = CASE WHEN :disabled
                                                      THEN coalesce(disabled_reason, 'REQUESTED') END
                         WHERE namespace = :namespace AND id = :id
                        RETURNING *
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("tenant", wanted.tenant())
                .bind("url", wanted.url())
                .bindArray("kinds", String.class, wanted.kinds())
                .bind("description", wanted.description())
                .bind("disabled", wanted.disabled())
                .bind("now", now)
                .map((row, context) -> endpoint(row))
                .one();
    }

    /** The secret there was signs too until a time. */
    static void rotateSecret(
            Handle handle,
            String namespace,
            UUID id,
            byte[] secret,
            Instant previousUntil,
            Instant now) {
        handle.createUpdate(
                        """
                        UPDATE webhook_endpoint
                           SET previous_secret = secret, previous_secret_until = :until,
                               secret = :secret, updated_at = :now
                         WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("secret", secret)
                .bind("until", previousUntil)
                .bind("now", now)
                .execute();
    }

    /** Its deliveries go with it. */
    static void delete(Handle handle, String namespace, UUID id) {
        handle.createUpdate(
                        """
                        DELETE FROM webhook_endpoint WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .execute();
    }

    private static WebhookEndpoint endpoint(ResultSet row) throws SQLException {
        return new WebhookEndpoint(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("url"),
                List.of((String[]) row.getArray("kinds").getArray()),
                row.getString("description"),
                Rows.instantOrNull(row, "failing_since"),
                Rows.instantOrNull(row, "disabled_at"),
                row.getString("disabled_reason"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }
}
