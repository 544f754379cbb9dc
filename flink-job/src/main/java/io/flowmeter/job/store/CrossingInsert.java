package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.bigint;
import static io.flowmeter.job.store.Column.integer;
import static io.flowmeter.job.store.Column.numeric;
import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.crossing.ThresholdCrossing;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Rows into {@code threshold_crossing}. A row of the same key is the same crossing: a replay from
 * an older savepoint brings it in a new epoch.
 */
final class CrossingInsert {

    private static final String SQL =
            """
            INSERT INTO threshold_crossing (
                   generation, namespace, tenant, meter, limit_key, limit_window, window_start,
                   window_end, dimensions_hash, dimensions, threshold, direction, ordinal,
                   limit_quantity, threshold_quantity, quantity, occurred_at)
            SELECT ?, namespace, tenant, meter, limit_key, limit_window,
                   timestamptz 'epoch' + window_start * interval '1 millisecond',
                   timestamptz 'epoch' + window_end * interval '1 millisecond',
                   dimensions_hash::uuid, dimensions::jsonb, threshold, direction, ordinal,
                   limit_quantity, threshold_quantity, quantity,
                   timestamptz 'epoch' + occurred_at * interval '1 millisecond'
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (
                   namespace, tenant, meter, limit_key, limit_window, window_start, window_end,
                   dimensions_hash, dimensions, threshold, direction, ordinal, limit_quantity,
                   threshold_quantity, quantity, occurred_at)
                ON CONFLICT DO NOTHING
            """;

    /** As they happened, by which people are told; of one moment the lower threshold first. */
    private static final Comparator<ThresholdCrossing> IN_ORDER =
            Comparator.comparingLong(ThresholdCrossing::occurredMillis)
                    .thenComparing(ThresholdCrossing::namespace)
                    .thenComparing(ThresholdCrossing::tenant)
                    .thenComparing(ThresholdCrossing::meter)
                    .thenComparing(row -> row.window().toString())
                    .thenComparing(
                            ThresholdCrossing::thresholdQuantity,
                            Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(ThresholdCrossing::threshold)
                    .thenComparing(ThresholdCrossing::ordinal)
                    .thenComparing(ThresholdCrossing::direction);

    private static final RowStatement<ThresholdCrossing> STATEMENT =
            new RowStatement<>(
                    "threshold_crossing",
                    SQL,
                    List.of(
                            text(ThresholdCrossing::namespace),
                            text(ThresholdCrossing::tenant),
                            text(ThresholdCrossing::meter),
                            text(row -> row.window().limit()),
                            text(row -> row.window().window()),
                            bigint(row -> row.window().startMillis()),
                            bigint(ThresholdCrossing::windowEndMillis),
                            text(row -> DimensionsColumns.hash(row.window().dimensions())),
                            text(row -> DimensionsColumns.json(row.window().dimensions())),
                            text(ThresholdCrossing::threshold),
                            text(ThresholdCrossing::direction),
                            integer(ThresholdCrossing::ordinal),
                            numeric(ThresholdCrossing::limitQuantity),
                            numeric(ThresholdCrossing::thresholdQuantity),
                            numeric(ThresholdCrossing::quantity),
                            bigint(ThresholdCrossing::occurredMillis)),
                    IN_ORDER,
                    CrossingInsert::key);

    private CrossingInsert() {}

    static void execute(Connection connection, int generation, List<ThresholdCrossing> rows)
            throws SQLException {
        STATEMENT.execute(connection, rows, generation);
    }

    private static String key(ThresholdCrossing row) {
        return String.format(
                "namespace=%s tenant=%s meter=%s window=%s threshold=%s direction=%s ordinal=%d",
                row.namespace(),
                row.tenant(),
                row.meter(),
                row.window(),
                row.threshold(),
                row.direction(),
                row.ordinal());
    }
}
