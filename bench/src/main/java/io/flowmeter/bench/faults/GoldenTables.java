package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** A cluster's tables as CSV texts, out and in again: in one transaction, until it is committed. */
final class GoldenTables implements AutoCloseable {

    /** Those with data, in an order that satisfies their references. */
    static final List<String> NAMES =
            List.of(
                    "namespace",
                    "meter",
                    "tenant",
                    "plan",
                    "subscription",
                    "catalog_change",
                    "api_key",
                    "usage_aggregate",
                    "rolling_usage",
                    "event_count",
                    "event_conflict",
                    "threshold_crossing",
                    "dead_letter",
                    "sink_epoch",
                    "job_progress",
                    "audit_log");

    private final Connection connection;

    private GoldenTables(Connection connection) {
        this.connection = connection;
    }

    static GoldenTables of(Cluster cluster) throws SQLException {
        var endpoints = cluster.endpoints();
        Connection connection =
                DriverManager.getConnection(endpoints.jdbcUrl(), endpoints.ownerUser(), "");
        connection.setAutoCommit(false);
        return new GoldenTables(connection);
    }

    void empty() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("TRUNCATE " + String.join(", ", NAMES) + " CASCADE");
        }
    }

    void copyOut(String table, OutputStream out) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT (FORMAT csv, HEADER)", out);
    }

    /** By the columns the text names: columns that came later take their defaults. */
    void copyIn(String table, BufferedInputStream content) throws SQLException, IOException {
        content.mark(1 << 16);
        StringBuilder columns = new StringBuilder();
        for (int next = content.read(); next != '\n' && next >= 0; next = content.read()) {
            columns.append((char) next);
        }
        content.reset();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY %s (%s) FROM STDIN (FORMAT csv, HEADER)".formatted(table, columns),
                        content);
    }

    /** What is written next goes on after what was copied in. */
    void commit() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    SELECT setval(pg_get_serial_sequence('audit_log', 'seq'),
                           (SELECT coalesce(max(seq), 0) + 1 FROM audit_log), false)
                    """);
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
