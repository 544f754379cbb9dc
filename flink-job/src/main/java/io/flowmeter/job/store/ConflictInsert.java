package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.integer;
import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.event.EventConflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Rows into {@code event_conflict}. A row of the same position is the same row: a replay from an
 * older savepoint brings it in a new epoch.
 */
final class ConflictInsert {

    private static final String SQL =
            """
            INSERT INTO event_conflict (
                topic, partition_id, record_offset, kept_partition, kept_offset, namespace, tenant,
                source, event_id, appended_at)
            SELECT topic, partition_id, record_offset, kept_partition, kept_offset, namespace,
                   tenant, source, event_id,
                   timestamptz 'epoch' + appended_at * interval '1 millisecond'
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   topic, partition_id, record_offset, kept_partition, kept_offset, namespace,
                   tenant, source, event_id, appended_at)
                ON CONFLICT DO NOTHING
            """;

    private static final RowStatement<EventConflict> STATEMENT =
            new RowStatement<>(
                    "event_conflict",
                    SQL,
                    List.of(
                            text(row -> row.position().topic()),
                            integer(row -> row.position().partition()),
                            bigint(row -> row.position().offset()),
                            integer(row -> row.kept().partition()),
                            bigint(row -> row.kept().offset()),
                            text(EventConflict::namespace),
                            text(EventConflict::tenant),
                            text(EventConflict::source),
                            text(EventConflict::eventId),
                            bigint(EventConflict::appendMillis)),
                    Comparator.comparing(EventConflict::position, LogOrder.BY_POSITION),
                    row -> "position=" + row.position());

    private ConflictInsert() {}

    static void execute(Connection connection, List<EventConflict> rows) throws SQLException {
        STATEMENT.execute(connection, rows);
    }
}
