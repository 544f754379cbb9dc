package io.flowmeter.api.email;

import io.flowmeter.api.notification.Notification;
import io.flowmeter.api.notification.NotificationChannel;
import org.jdbi.v3.core.Handle;

/** Stores one e-mail of a notification for each recipient the tenant's preferences name. */
public final class EmailChannel implements NotificationChannel {

    private final boolean isConfigured;

    /**
     * @param isConfigured whether there is an SMTP server; without one every e-mail fails at once,
     *     so that the delivery log says so
     */
    public EmailChannel(boolean isConfigured) {
        this.isConfigured = isConfigured;
    }

    @Override
    public void enqueue(Handle handle, String namespace, Notification notification) {
        handle.createUpdate(
                        """
                        INSERT INTO email_delivery (namespace, notification_id, tenant, recipient, status,
                               next_attempt_at, last_error, created_at)
                        SELECT :namespace, :notification, :tenant, recipient,
                               CASE WHEN :configured THEN 'PENDING' ELSE 'FAILED' END, :now,
                               CASE WHEN NOT :configured
                                    THEN 'no SMTP server is configured: FLOWMETER_SMTP_URL' END, :now
                          FROM notification_preference, unnest(recipients) AS recipient
                         WHERE namespace = :namespace AND tenant = :tenant AND kind = :kind
                           AND channel = 'EMAIL' AND enabled
                        """)
                .bind("namespace", namespace)
                .bind("notification", notification.id())
                .bind("tenant", notification.tenant())
                .bind("kind", notification.kind().word())
                .bind("configured", isConfigured)
                .bind("now", notification.createdAt())
                .execute();
    }
}
