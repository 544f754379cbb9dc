package io.flowmeter.api.email;

import io.flowmeter.api.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lists e-mails, and begins them anew. */
final class EmailQueries {

    private EmailQueries() {}

    /**
     * Newest first, those before a place in the list.
     *
     * @param tenant null: of every tenant
     * @param status null: in every state
     */
    static List<EmailDelivery> list(
            Handle handle,
            String namespace,
            @Nullable String tenant,
            @Nullable String status,
            long before,
            int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM email_delivery
                         WHERE namespace = :namespace AND seq < :before
                           AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
                           AND (CAST(:status AS text) IS NULL OR status = :status)
                         ORDER BY seq DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("before", before)
                .bind("tenant", tenant)
                .bind("status", status)
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    /** Due at once, with a whole schedule before it; empty: none that has ended. */
    static Optional<EmailDelivery> restart(Handle handle, String namespace, UUID id, Instant now) {
        Optional<EmailDelivery> restarted =
                handle.createQuery(
                                """
                                UPDATE email_delivery
                                   SET status = 'PENDING', attempts = 0, next_attempt_at = :now,
                                       last_error = NULL, sent_at = NULL
                                 WHERE namespace = :namespace AND id = :id
                                   AND status IN ('SENT', 'FAILED', 'UNKNOWN')
                                RETURNING *
                                """)
                        .bind("namespace", namespace)
                        .bind("id", id)
                        .bind("now", now)
                        .map((row, context) -> delivery(row))
                        .findOne();
        handle.execute("SELECT pg_notify('flowmeter_notifier', '')");
        return restarted;
    }

    static boolean exists(Handle handle, String namespace, UUID id) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM email_delivery
                                        WHERE namespace = :namespace AND id = :id)
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    private static EmailDelivery delivery(ResultSet row) throws SQLException {
        boolean isPending = row.getString("status").equals("PENDING");
        return new EmailDelivery(
                row.getObject("id", UUID.class),
                row.getObject("notification_id", UUID.class),
                row.getString("tenant"),
                row.getString("recipient"),
                row.getString("status"),
                row.getInt("attempts"),
                isPending ? Rows.instant(row, "next_attempt_at") : null,
                row.getString("last_error"),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "sent_at"),
                row.getLong("seq"));
    }
}
