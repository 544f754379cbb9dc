package io.flowmeter.api.notification;

import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Inserts, lists and marks notifications. */
final class NotificationQueries {

    private NotificationQueries() {}

    /** Empty: the same is stored already. */
    static Optional<Notification> insert(
            Handle handle, String namespace, Notice notice, Instant now) {
        return handle.createQuery(
                        """
                        INSERT INTO notification (namespace, tenant, kind, dedupe_key, summary, data,
                               in_app, occurred_at, created_at)
                        VALUES (:namespace, :tenant, :kind, :dedupeKey, :summary, CAST(:data AS jsonb),
                               coalesce((SELECT enabled FROM notification_preference
                                          WHERE namespace = :namespace AND tenant = :tenant
                                            AND kind = :kind AND channel = 'IN_APP'), true),
                               :occurredAt, :now)
                        ON CONFLICT (namespace, coalesce(tenant, ''), kind, dedupe_key) DO NOTHING
                        RETURNING *
                        """)
                .bind("namespace", namespace)
                .bind("tenant", notice.tenant())
                .bind("kind", notice.kind().word())
                .bind("dedupeKey", notice.dedupeKey())
                .bind("summary", notice.summary())
                .bind("data", Json.write(notice.data()))
                .bind("occurredAt", notice.occurredAt())
                .bind("now", now)
                .map((row, context) -> notification(row))
                .findOne();
    }

    /** Newest first, those before a place in the list. */
    static List<Notification> list(Handle handle, String namespace, Filter filter, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM notification
                         WHERE namespace = :namespace AND in_app AND seq < :before
                           AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
                           AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                           AND (NOT :unread OR read_at IS NULL)
                         ORDER BY seq DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("before", filter.before())
                .bind("tenant", filter.tenant())
                .bind("kind", filter.kind())
                .bind("unread", filter.unread())
                .bind("limit", limit)
                .map((row, context) -> notification(row))
                .list();
    }

    static long countUnread(Handle handle, String namespace, Filter filter) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM notification
                         WHERE namespace = :namespace AND in_app AND read_at IS NULL
                           AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
                           AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                        """)
                .bind("namespace", namespace)
                .bind("tenant", filter.tenant())
                .bind("kind", filter.kind())
                .mapTo(Long.class)
                .one();
    }

    /** Leaves the time of the first reading; empty if there is no such notification. */
    static Optional<Notification> markRead(Handle handle, String namespace, UUID id, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE notification SET read_at = coalesce(read_at, :now)
                         WHERE namespace = :namespace AND id = :id AND in_app
                        RETURNING *
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .bind("now", now)
                .map((row, context) -> notification(row))
                .findOne();
    }

    static int markAllRead(Handle handle, String namespace, Filter filter, Instant now) {
        return handle.createUpdate(
                        """
                        UPDATE notification SET read_at = :now
                         WHERE namespace = :namespace AND in_app AND read_at IS NULL
                           AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
                           AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                        """)
                .bind("namespace", namespace)
                .bind("tenant", filter.tenant())
                .bind("kind", filter.kind())
                .bind("now", now)
                .execute();
    }

    private static Notification notification(ResultSet row) throws SQLException {
        return new Notification(
                row.getObject("id", UUID.class),
                row.getLong("seq"),
                row.getString("tenant"),
                NotificationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("summary"),
                Json.stored(row.getString("data")),
                Rows.instant(row, "occurred_at"),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "read_at"));
    }

    /**
     * Which notifications.
     *
     * @param tenant null: of every tenant
     * @param kind null: of every kind
     * @param before place in the list; exclusive
     */
    record Filter(@Nullable String tenant, @Nullable String kind, boolean unread, long before) {}
}
