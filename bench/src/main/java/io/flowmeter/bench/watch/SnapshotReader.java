package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.watch.Snapshot.PrefixTotal;
import io.flowmeter.bench.watch.Snapshot.ProgressRow;
import io.flowmeter.bench.watch.Snapshot.RollingRow;
import io.flowmeter.bench.watch.Snapshot.RowKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads snapshots of the active generation, each in one REPEATABLE READ transaction. */
final class SnapshotReader {
    private static final int FETCH_ROWS = 5_000;

    private final List<LoadTenant> prefixTenants;
    private final WindowSums sums;

    /**
     * @param tenants all; prefix tenants and those whose days are UTC days are found among them
     */
    SnapshotReader(List<LoadTenant> tenants) {
        this.prefixTenants =
                tenants.stream().filter(tenant -> tenant.role() == LoadTenant.Role.PREFIX).toList();
        this.sums = new WindowSums(tenants.stream().filter(LoadTenant::isAlwaysUtc).toList());
    }

    /**
     * @param connection set to REPEATABLE READ, read only, without auto-commit; after an exception
     *     it must be closed
     */
    Snapshot read(Connection connection, Depth depth) throws SQLException {
        Instant readAt = Instant.now();
        Map<String, Map<RowKey, Long>> revisions = new HashMap<>();
        for (String granularity : depth.granularities()) {
            revisions.put(granularity, revisions(connection, granularity));
        }
        Snapshot snapshot =
                new Snapshot(
                        readAt,
                        depth,
                        progress(connection),
                        counts(connection),
                        revisions,
                        depth.hasRolling() ? rolling(connection) : Map.of(),
                        depth.hasRolling() ? CrossingsReader.read(connection) : Map.of(),
                        prefixTotals(connection),
                        depth == Depth.ALL ? sums.mismatches(connection) : List.of());
        connection.commit();
        return snapshot;
    }

    private static List<ProgressRow> progress(Connection connection) throws SQLException {
        return list(
                connection.prepareStatement(
                        "SELECT sink_uid, subtask, parallelism, watermark FROM job_progress"),
                row ->
                        new ProgressRow(
                                row.getString(1), row.getInt(2), row.getInt(3), instant(row, 4)));
    }

    private static Map<String, Long> counts(Connection connection) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        each(
                connection.prepareStatement(
                        """
                        SELECT concat_ws(' ', 'namespace', namespace, verdict, detail),
                               CASE WHEN verdict IN ('DUPLICATE', 'CONFLICT') THEN revision
                                    ELSE events END
                          FROM event_count
                         WHERE generation = active_generation()
                        """),
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    private static Map<RowKey, Long> revisions(Connection connection, String granularity)
            throws SQLException {
        Map<RowKey, Long> revisions = new HashMap<>();
        PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT concat_ws(' ', namespace, tenant, meter, dimensions_hash),
                               window_start, revision
                          FROM usage_aggregate
                         WHERE granularity = ? AND generation = active_generation()
                        """);
        query.setString(1, granularity);
        each(
                query,
                row ->
                        revisions.put(
                                new RowKey(row.getString(1), instant(row, 2)), row.getLong(3)));
        return revisions;
    }

    private static Map<String, RollingRow> rolling(Connection connection) throws SQLException {
        Map<String, RollingRow> rolling = new HashMap<>();
        each(
                connection.prepareStatement(
                        """
                        SELECT concat_ws(' ', namespace, tenant, meter, horizon), revision, as_of
                          FROM rolling_usage
                         WHERE generation = active_generation()
                        """),
                row ->
                        rolling.put(
                                row.getString(1), new RollingRow(row.getLong(2), instant(row, 3))));
        return rolling;
    }

    private List<PrefixTotal> prefixTotals(Connection connection) throws SQLException {
        PreparedStatement query =
                connection.prepareStatement(
                        """
                        SELECT namespace, tenant, meter, granularity, sum(event_count)::bigint,
                               coalesce(sum(quantity), 0),
                               coalesce((array_agg(quantity ORDER BY window_start DESC))[1], 0)
                          FROM usage_aggregate
                         WHERE namespace = ANY (?) AND tenant = ANY (?) AND dimensions IS NULL
                               AND generation = active_generation()
                         GROUP BY namespace, tenant, meter, granularity
                        """);
        query.setArray(1, texts(connection, prefixTenants, LoadTenant::namespace));
        query.setArray(2, texts(connection, prefixTenants, LoadTenant::id));
        return list(
                query,
                row ->
                        new PrefixTotal(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getBigDecimal(6),
                                row.getBigDecimal(7)));
    }

    static Array texts(
            Connection connection, List<LoadTenant> tenants, Function<LoadTenant, String> text)
            throws SQLException {
        return connection.createArrayOf("text", tenants.stream().map(text).distinct().toArray());
    }

    /** What one row says. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(PreparedStatement query, RowMapper<T> mapper) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(query, row -> rows.add(mapper.map(row)));
        return rows;
    }

    private static void each(PreparedStatement query, RowMapper<?> mapper) throws SQLException {
        try (query) {
            query.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    mapper.map(rows);
                }
            }
        }
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
