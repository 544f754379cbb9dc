package io.flowmeter.api.deadletter;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.event.LogPosition;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads events that have the identity of an accepted one and other content. */
final class ConflictQueries {

    private ConflictQueries() {}

    /**
     * A row of event_conflict.
     *
     * @param kept where the event stands that counts
     */
    record Conflict(
            LogPosition position,
            LogPosition kept,
            String tenant,
            String source,
            String eventId,
            Instant appendedAt) {}

    /** Newest first. */
    static List<Conflict> list(Handle handle, String namespace, Positions.Place after, int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM event_conflict
                         WHERE namespace = :namespace
                           AND (appended_at < :time
                                OR appended_at = :time
                                   AND (topic, partition_id, record_offset) > (:topic, :partition, :offset))
                         ORDER BY appended_at DESC, topic, partition_id, record_offset
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("time", after.time())
                .bind("topic", after.position().topic())
                .bind("partition", after.position().partition())
                .bind("offset", after.position().offset())
                .bind("limit", limit)
                .map(
                        (row, context) ->
                                new Conflict(
                                        new LogPosition(
                                                row.getString("topic"),
                                                row.getInt("partition_id"),
                                                row.getLong("record_offset")),
                                        new LogPosition(
                                                row.getString("topic"),
                                                row.getInt("kept_partition"),
                                                row.getLong("kept_offset")),
                                        row.getString("tenant"),
                                        row.getString("source"),
                                        row.getString("event_id"),
                                        Rows.instant(row, "appended_at")))
                .list();
    }
}
