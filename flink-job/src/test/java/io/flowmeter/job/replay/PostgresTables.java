package io.flowmeter.job.replay;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sink's tables in Postgres, read as the rows that the job wrote. */
final class PostgresTables implements Tables, AutoCloseable {
    private final Connection connection;

    PostgresTables(String jdbcUrl) throws SQLException {
        connection =
                DriverManager.getConnection(jdbcUrl, EmbeddedDatabase.shared().ownerUser(), "");
    }

    void dropKeyOfAudits() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE audit_log DROP CONSTRAINT audit_log_origin_key");
        }
    }

    @Override
    public List<UsageAggregate> aggregates() throws SQLException {
        return rows(
                """
                SELECT namespace, tenant, meter, aggregation, granularity,
                       extract(epoch FROM window_start) * 1000,
                       extract(epoch FROM window_end) * 1000,
                       coalesce(replace(dimensions::text, '": "', '":"'), ''), revision,
                       event_count, quantity,
                       coalesce(extract(epoch FROM last_event_at) * 1000, 0), last_event_id, sketch
                  FROM usage_aggregate
                """,
                row ->
                        new UsageAggregate(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getString(8),
                                row.getLong(9),
                                row.getLong(10),
                                row.getBigDecimal(11),
                                row.getLong(12),
                                row.getString(13),
                                row.getBytes(14)));
    }

    @Override
    public List<RollingUsage> rollings() throws SQLException {
        return rows(
                """
                SELECT namespace, tenant, meter, aggregation, horizon,
                       extract(epoch FROM as_of) * 1000, revision, event_count, quantity
                  FROM rolling_usage
                """,
                row ->
                        new RollingUsage(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getBigDecimal(9)));
    }

    @Override
    public List<EventCount> counts() throws SQLException {
        return rows(
                "SELECT namespace, verdict, detail, events, revision FROM event_count",
                row ->
                        new EventCount(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5)));
    }

    @Override
    public List<EventConflict> conflicts() throws SQLException {
        return rows(
                """
                SELECT topic, partition_id, record_offset, topic, kept_partition, kept_offset,
                       namespace, tenant, source, event_id, extract(epoch FROM appended_at) * 1000
                  FROM event_conflict
                """,
                row ->
                        new EventConflict(
                                position(row, 1),
                                position(row, 4),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getString(10),
                                row.getLong(11)));
    }

    @Override
    public List<CorrectionAudit> audits() throws SQLException {
        return rows(
                """
                SELECT parts[1], parts[2]::int, parts[3]::bigint, namespace, tenant, actor, action,
                       split_part(object, '/', 2), split_part(object, '/', 3),
                       coalesce(before ->> 'usage', ''), coalesce(after ->> 'usage', '')
                  FROM audit_log, regexp_match(origin, '(.*)-(.*)@(.*)') AS parts
                """,
                row ->
                        new CorrectionAudit(
                                position(row, 1),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getString(10),
                                row.getString(11)));
    }

    /** Without minutes: those are purged. */
    @Override
    public Map<String, Long> revisions() throws SQLException {
        Map<String, Long> revisions = new HashMap<>();
        rows(
                        """
                        SELECT concat_ws('|', 'usage_aggregate', namespace, tenant, meter,
                                         granularity, window_start, dimensions), revision
                          FROM usage_aggregate
                         WHERE granularity <> 'MINUTE'
                         UNION ALL
                        SELECT concat_ws('|', 'rolling_usage', namespace, tenant, meter, horizon),
                               revision
                          FROM rolling_usage
                         UNION ALL
                        SELECT concat_ws('|', 'event_count', namespace, verdict, detail), revision
                          FROM event_count
                         UNION ALL
                        SELECT 'job_progress', (extract(epoch FROM min(watermark)) * 1000)::bigint
                          FROM job_progress
                        HAVING count(*) > 0
                        """,
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(row -> revisions.put(row.getKey(), row.getValue()));
        return revisions;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static LogPosition position(ResultSet row, int column) throws SQLException {
        return new LogPosition(
                row.getString(column), row.getInt(column + 1), row.getLong(column + 2));
    }

    private <R> List<R> rows(String sql, RowReading<R> reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<R> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reading.read(result));
            }
            return rows;
        }
    }

    @FunctionalInterface
    private interface RowReading<R> {
        R read(ResultSet row) throws SQLException;
    }
}
