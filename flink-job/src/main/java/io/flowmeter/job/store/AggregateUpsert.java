package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.bytea;
import static io.flowmeter.job.store.Column.numeric;
import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.aggregate.UsageAggregate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Rows into {@code usage_aggregate}, each only over one of a lower revision. A window that was cut
 * stays cut: its end is the earliest ever stored.
 *
 * <p>Milliseconds become timestamps by multiplying an interval, which is exact: Postgres computes
 * the microseconds as a double, and 1000 times a whole number below 7.2e13 (the year 4251) is one.
 */
final class AggregateUpsert {

    private static final String SQL =
            """
            INSERT INTO usage_aggregate AS stored (
                generation, namespace, tenant, meter, granularity, window_start, window_end,
                dimensions_hash, dimensions, aggregation, revision, event_count, quantity,
                last_event_at, last_event_id, sketch)
            SELECT ?, namespace, tenant, meter, granularity,
                   timestamptz 'epoch' + window_start * interval '1 millisecond',
                   timestamptz 'epoch' + window_end * interval '1 millisecond',
                   dimensions_hash::uuid, dimensions::jsonb, aggregation, revision, event_count,
                   quantity, timestamptz 'epoch' + last_event_at * interval '1 millisecond',
                   last_event_id, sketch
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   namespace, tenant, meter, granularity, window_start, window_end,
                   dimensions_hash, dimensions, aggregation, revision, event_count, quantity,
                   last_event_at, last_event_id, sketch)
                ON CONFLICT (namespace, tenant, meter, granularity, window_start, dimensions_hash,
                             generation)
                DO UPDATE SET window_end = least(stored.window_end, excluded.window_end),
                              aggregation = excluded.aggregation,
                              revision = excluded.revision,
                              event_count = excluded.event_count,
                              quantity = excluded.quantity,
                              last_event_at = excluded.last_event_at,
                              last_event_id = excluded.last_event_id,
                              sketch = excluded.sketch
             WHERE stored.revision < excluded.revision
            """;

    private static final RowStatement<UsageAggregate> STATEMENT =
            new RowStatement<>(
                    "usage_aggregate",
                    SQL,
                    List.of(
                            text(UsageAggregate::namespace),
                            text(UsageAggregate::tenant),
                            text(UsageAggregate::meter),
                            text(UsageAggregate::granularity),
                            bigint(UsageAggregate::windowStartMillis),
                            bigint(UsageAggregate::windowEndMillis),
                            text(row -> DimensionsColumns.hash(row.dimensions())),
                            text(row -> DimensionsColumns.json(row.dimensions())),
                            text(UsageAggregate::aggregation),
                            bigint(UsageAggregate::revision),
                            bigint(UsageAggregate::eventCount),
                            numeric(UsageAggregate::quantity),
                            bigint(row -> hasLastEvent(row) ? row.lastEventMillis() : null),
                            text(UsageAggregate::lastEventId),
                            bytea(UsageAggregate::sketch)),
                    Comparator.comparing(UsageAggregate::namespace)
                            .thenComparing(UsageAggregate::tenant)
                            .thenComparing(UsageAggregate::meter)
                            .thenComparing(UsageAggregate::granularity)
                            .thenComparingLong(UsageAggregate::windowStartMillis)
                            .thenComparing(UsageAggregate::dimensions),
                    AggregateUpsert::key);

    private AggregateUpsert() {}

    static void execute(Connection connection, int generation, List<UsageAggregate> rows)
            throws SQLException {
        STATEMENT.execute(connection, rows, generation);
    }

    private static boolean hasLastEvent(UsageAggregate row) {
        return row.lastEventId() != null;
    }

    private static String key(UsageAggregate row) {
        return String.format(
                "namespace=%s tenant=%s meter=%s granularity=%s windowStartMillis=%d dimensions=%s",
                row.namespace(),
                row.tenant(),
                row.meter(),
                row.granularity(),
                row.windowStartMillis(),
                row.dimensions());
    }
}
