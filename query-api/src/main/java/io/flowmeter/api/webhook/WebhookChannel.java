package io.flowmeter.api.webhook;

import io.flowmeter.api.notification.Notification;
import io.flowmeter.api.notification.NotificationChannel;
import org.jdbi.v3.core.Handle;

/** Stores one delivery of a notification for each endpoint that asked for its like. */
public final class WebhookChannel implements NotificationChannel {

    @Override
    public void enqueue(Handle handle, String namespace, Notification notification) {
        handle.createUpdate(
                        """
                        INSERT INTO webhook_delivery (namespace, endpoint_id, notification_id, tenant,
                               kind, webhook_id, body, next_attempt_at, created_at)
                        SELECT :namespace, e.id, :notification, :tenant, :kind, :webhookId, :body,
                               :now, :now
                          FROM webhook_endpoint AS e
                         WHERE e.namespace = :namespace AND e.disabled_at IS NULL
                           AND (e.tenant IS NULL OR e.tenant = :tenant)
                           AND (cardinality(e.kinds) = 0 OR :kind = ANY (e.kinds))
                           AND NOT EXISTS (SELECT FROM notification_preference AS p
                                            WHERE p.namespace = :namespace AND p.tenant = :tenant
                                              AND p.kind = :kind AND p.channel = 'WEBHOOK'
                                              AND NOT p.enabled)
                        """)
                .bind("namespace", namespace)
                .bind("notification", notification.id())
                .bind("tenant", notification.tenant())
                .bind("kind", notification.kind().word())
                .bind("webhookId", WebhookBody.webhookId(notification.id()))
                .bind("body", WebhookBody.of(notification))
                .bind("now", notification.createdAt())
                .execute();
    }
}
