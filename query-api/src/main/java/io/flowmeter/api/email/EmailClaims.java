package io.flowmeter.api.email;

import io.flowmeter.api.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes e-mails that are due and records what came of them. */
final class EmailClaims {

    private EmailClaims() {}

    /** Takes those due longest; until the lease ends nobody else does. */
    static List<ClaimedEmail> claim(
            Handle handle, String namespace, int limit, Instant now, Instant leaseEnd) {
        return handle.createQuery(
                        """
                        WITH claimed AS MATERIALIZED (
                            SELECT id, status FROM email_delivery
                             WHERE namespace = :namespace AND status IN ('PENDING', 'SENDING')
                               AND next_attempt_at <= :now
                             ORDER BY next_attempt_at
                             LIMIT :limit
                               FOR UPDATE SKIP LOCKED)
                        UPDATE email_delivery AS e
                           SET attempts = attempts + 1, next_attempt_at = :leaseEnd
                          FROM claimed, notification AS n
                         WHERE e.namespace = :namespace AND e.id = claimed.id
                           AND n.namespace = e.namespace AND n.id = e.notification_id
                        RETURNING e.id, e.notification_id, e.tenant, e.recipient, e.attempts, n.kind,
                               n.summary, jsonb_pretty(n.data) AS data, n.occurred_at,
                               claimed.status = 'SENDING' AS is_ambiguous
                        """)
                .bind("namespace", namespace)
                .bind("limit", limit)
                .bind("now", now)
                .bind("leaseEnd", leaseEnd)
                .map((row, context) -> claimed(row))
                .list();
    }

    /**
     * Says that from now on the server may have it.
     *
     * @return false: the lease has ended and somebody else has it
     */
    static boolean beginSending(
            Handle handle, String namespace, ClaimedEmail email, Instant leaseEnd) {
        return handle.createUpdate(
                                """
                                UPDATE email_delivery
                                   SET status = 'SENDING', next_attempt_at = :leaseEnd
                                 WHERE namespace = :namespace AND id = :id
                                   AND attempts = :attempt AND status = 'PENDING'
                                """)
                        .bind("namespace", namespace)
                        .bind("id", email.id())
                        .bind("attempt", email.attempt())
                        .bind("leaseEnd", leaseEnd)
                        .execute()
                == 1;
    }

    static void recordSent(Handle handle, String namespace, ClaimedEmail email, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE email_delivery
                           SET status = 'SENT', sent_at = :now, last_error = NULL
                         WHERE namespace = :namespace AND id = :id
                        """)
                .bind("namespace", namespace)
                .bind("id", email.id())
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
            ClaimedEmail email,
            String status,
            String error,
            @Nullable Instant next) {
        handle.createUpdate(
                        """
                        UPDATE email_delivery
                           SET status = :status, last_error = :error,
                               next_attempt_at = coalesce(:next, next_attempt_at)
                         WHERE namespace = :namespace AND id = :id AND attempts = :attempt
                           AND status IN ('PENDING', 'SENDING')
                        """)
                .bind("namespace", namespace)
                .bind("id", email.id())
                .bind("attempt", email.attempt())
                .bind("status", status)
                .bind("error", error)
                .bind("next", next)
                .execute();
    }

    private static ClaimedEmail claimed(ResultSet row) throws SQLException {
        return new ClaimedEmail(
                row.getObject("id", UUID.class),
                row.getObject("notification_id", UUID.class),
                row.getString("tenant"),
                row.getString("recipient"),
                row.getString("kind"),
                row.getString("summary"),
                row.getString("data"),
                Rows.instant(row, "occurred_at"),
                row.getInt("attempts"),
                row.getBoolean("is_ambiguous"));
    }
}
