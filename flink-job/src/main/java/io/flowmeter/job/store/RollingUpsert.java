package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.numeric;
import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.aggregate.RollingUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** Rows into {@code rolling_usage}, each only over one of a lower revision. */
final class RollingUpsert {

    private static final String SQL =
            """
            INSERT INTO rolling_usage AS stored (
                generation, namespace, tenant, meter, horizon, as_of, aggregation, revision,
                event_count, quantity)
            SELECT ?, namespace, tenant, meter, horizon,
                   timestamptz 'epoch' + as_of * interval '1 millisecond',
                   aggregation, revision, event_count, quantity
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   namespace, tenant, meter, horizon, as_of, aggregation, revision, event_count,
                   quantity)
                ON CONFLICT (namespace, tenant, meter, horizon, generation)
                DO UPDATE SET as_of = excluded.as_of,
                              aggregation = excluded.aggregation,
                              revision = excluded.revision,
                              event_count = excluded.event_count,
                              quantity = excluded.quantity
             WHERE stored.revision < excluded.revision
            """;

    private static final RowStatement<RollingUsage> STATEMENT =
            new RowStatement<>(
                    "rolling_usage",
                    SQL,
                    List.of(
                            text(RollingUsage::namespace),
                            text(RollingUsage::tenant),
                            text(RollingUsage::meter),
                            text(RollingUsage::horizon),
                            bigint(RollingUsage::asOfMillis),
                            text(RollingUsage::aggregation),
                            bigint(RollingUsage::revision),
                            bigint(RollingUsage::eventCount),
                            numeric(RollingUsage::quantity)),
                    Comparator.comparing(RollingUsage::namespace)
                            .thenComparing(RollingUsage::tenant)
                            .thenComparing(RollingUsage::meter)
                            .thenComparing(RollingUsage::horizon),
                    RollingUpsert::key);

    private RollingUpsert() {}

    static void execute(Connection connection, int generation, List<RollingUsage> rows)
            throws SQLException {
        STATEMENT.execute(connection, rows, generation);
    }

    private static String key(RollingUsage row) {
        return String.format(
                "namespace=%s tenant=%s meter=%s horizon=%s",
                row.namespace(), row.tenant(), row.meter(), row.horizon());
    }
}
