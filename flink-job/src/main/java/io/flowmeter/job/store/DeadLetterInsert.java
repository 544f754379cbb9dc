package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.bool;
import static io.flowmeter.job.store.Column.bytea;
import static io.flowmeter.job.store.Column.integer;
import static io.flowmeter.job.store.Column.text;
import static io.flowmeter.job.store.PostgresText.storable;
import static io.flowmeter.job.store.PostgresText.storableJson;

import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.LogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows into {@code dead_letter}. A row of the same position is the same row: a replay brings it
 * again. But a letter that refuses all of an event replaces a partial one. The original bytes are
 * kept as they are; only texts lose what Postgres cannot hold.
 */
final class DeadLetterInsert {

    private static final String SQL =
            """
            INSERT INTO dead_letter (
                topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                appended_at, failed_at, record_key, record_value, record_headers)
            SELECT topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                   timestamptz 'epoch' + appended_at * interval '1 millisecond', now(),
                   record_key, record_value, record_headers::jsonb
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                   appended_at, record_key, record_value, record_headers)
                ON CONFLICT (topic, partition_id, record_offset)
                DO UPDATE SET reason = excluded.reason,
                              detail = excluded.detail,
                              partial = false,
                              failed_at = excluded.failed_at
                 WHERE dead_letter.partial AND NOT excluded.partial
            """;

    private static final RowStatement<DeadLetter> STATEMENT =
            new RowStatement<>(
                    "dead_letter",
                    SQL,
                    List.of(
                            text(row -> row.position().topic()),
                            integer(row -> row.position().partition()),
                            bigint(row -> row.position().offset()),
                            text(row -> storable(row.namespace())),
                            text(row -> storable(row.tenant())),
                            text(DeadLetter::reason),
                            text(row -> storable(row.detail())),
                            bool(DeadLetter::partial),
                            bigint(DeadLetter::appendMillis),
                            bytea(DeadLetter::key),
                            bytea(DeadLetter::value),
                            text(row -> storableJson(row.headers()))),
                    Comparator.comparing(DeadLetter::position, LogOrder.BY_POSITION),
                    row -> "position=" + row.position());

    private DeadLetterInsert() {}

    static void execute(Connection connection, List<DeadLetter> rows) throws SQLException {
        STATEMENT.execute(connection, onePerPosition(rows));
    }

    /** One statement may not write a row twice. */
    private static List<DeadLetter> onePerPosition(List<DeadLetter> rows) {
        Map<LogPosition, DeadLetter> letters = new LinkedHashMap<>();
        for (DeadLetter row : rows) {
            letters.merge(row.position(), row, (kept, next) -> kept.partial() ? next : kept);
        }
        return List.copyOf(letters.values());
    }
}
