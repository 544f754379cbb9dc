package io.flowmeter.api.deadletter;

import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.event.LogPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads dead letters and marks them replayed. */
final class DeadLetterQueries {

    private DeadLetterQueries() {}

    /** Newest first. */
    static List<StoredDeadLetter> list(
            Handle handle,
            String namespace,
            @Nullable String reason,
            Positions.Place after,
            int limit) {
        return handle.createQuery(
                        """
                        SELECT * FROM dead_letter
                         WHERE namespace = :namespace
                           AND (CAST(:reason AS text) IS NULL OR reason = :reason)
                           AND (failed_at < :time
                                OR failed_at = :time
                                   AND (topic, partition_id, record_offset) > (:topic, :partition, :offset))
                         ORDER BY failed_at DESC, topic, partition_id, record_offset
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("reason", reason)
                .bind("time", after.time())
                .bind("topic", after.position().topic())
                .bind("partition", after.position().partition())
                .bind("offset", after.position().offset())
                .bind("limit", limit)
                .map((row, context) -> deadLetter(row))
                .list();
    }

    /** Locks the dead letter until the transaction ends, so that it is replayed once at a time. */
    static Optional<StoredDeadLetter> lock(Handle handle, String namespace, LogPosition position) {
        return handle.createQuery(
                        """
                        SELECT * FROM dead_letter
                         WHERE namespace = :namespace AND topic = :topic
                           AND partition_id = :partition AND record_offset = :offset
                           FOR UPDATE
                        """)
                .bind("namespace", namespace)
                .bind("topic", position.topic())
                .bind("partition", position.partition())
                .bind("offset", position.offset())
                .map((row, context) -> deadLetter(row))
                .findOne();
    }

    static void markReplayed(Handle handle, LogPosition position, Instant replayedAt) {
        handle.createUpdate(
                        """
                        UPDATE dead_letter SET replayed_at = :replayedAt
                         WHERE topic = :topic AND partition_id = :partition
                           AND record_offset = :offset
                        """)
                .bind("replayedAt", replayedAt)
                .bind("topic", position.topic())
                .bind("partition", position.partition())
                .bind("offset", position.offset())
                .execute();
    }

    private static StoredDeadLetter deadLetter(ResultSet row) throws SQLException {
        return new StoredDeadLetter(
                new LogPosition(
                        row.getString("topic"),
                        row.getInt("partition_id"),
                        row.getLong("record_offset")),
                row.getString("tenant"),
                row.getString("reason"),
                row.getString("detail"),
                row.getBoolean("partial"),
                Rows.instant(row, "appended_at"),
                Rows.instant(row, "failed_at"),
                row.getBytes("record_key"),
                row.getBytes("record_value"),
                Json.storedTexts(row.getString("record_headers")),
                Rows.instantOrNull(row, "replayed_at"));
    }
}
