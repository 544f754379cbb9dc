package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.event.EventCount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Rows into {@code event_count}, each only over one of a lower revision. */
final class EventCountUpsert {

    private static final String SQL =
            """
            INSERT INTO event_count AS stored (generation, namespace, verdict, detail, events,
                                               revision)
            SELECT ?, namespace, verdict, detail, events, revision
              FROM unnest(?, ?, ?, ?, ?) AS fresh (namespace, verdict, detail, events, revision)
                ON CONFLICT (namespace, verdict, detail, generation)
                DO UPDATE SET events = excluded.events, revision = excluded.revision
             WHERE stored.revision < excluded.revision
            """;

    private static final RowStatement<EventCount> STATEMENT =
            new RowStatement<>(
                    "event_count",
                    SQL,
                    List.of(
                            text(EventCount::namespace),
                            text(EventCount::verdict),
                            text(EventCount::detail),
                            bigint(EventCount::events),
                            bigint(EventCount::revision)),
                    Comparator.comparing(EventCount::namespace)
                            .thenComparing(EventCount::verdict)
                            .thenComparing(EventCount::detail),
                    EventCountUpsert::key);

    private EventCountUpsert() {}

    static void execute(Connection connection, int generation, List<EventCount> rows)
            throws SQLException {
        STATEMENT.execute(connection, rows, generation);
    }

    private static String key(EventCount row) {
        return String.format(
                "namespace=%s verdict=%s detail=%s", row.namespace(), row.verdict(), row.detail());
    }
}
