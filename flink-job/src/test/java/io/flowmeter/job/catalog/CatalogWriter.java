package io.flowmeter.job.catalog;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Writes catalog changes as the query API does: under the lock, one transaction at a time. */
final class CatalogWriter implements AutoCloseable {
    private final Connection connection;

    private CatalogWriter(Connection connection) {
        this.connection = connection;
    }

    static CatalogWriter connect(String jdbcUrl) throws SQLException {
        Connection connection =
                DriverManager.getConnection(jdbcUrl, EmbeddedDatabase.shared().ownerUser(), "");
        connection.setAutoCommit(false);
        return new CatalogWriter(connection);
    }

    /** Records a version of a namespace and leaves the transaction, and so the lock, open. */
    long record(String namespace, int version) throws SQLException {
        OffsetDateTime recordedAt = query("SELECT begin_catalog_change()", OffsetDateTime.class);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "SELECT record_catalog_change(?, 'NAMESPACE', ?, ?,"
                                + " '{\"allowedLatenessSeconds\": 60}', ?)")) {
            insert.setString(1, namespace);
            insert.setString(2, namespace);
            insert.setInt(3, version);
            insert.setObject(4, recordedAt);
            return first(insert, Long.class);
        }
    }

    long commit(String namespace, int version) throws SQLException {
        long seq = record(namespace, version);
        commit();
        return seq;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Whether a poll of the catalog source waits for a writer. */
    boolean isSourceWaiting() throws SQLException {
        long waiting =
                query(
                        "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'flowmeter-catalog'"
                                + " AND datname = current_database()"
                                + " AND wait_event = 'advisory'",
                        Long.class);
        commit();
        return waiting > 0;
    }

    /** Cuts the connections of the catalog source, as a restart of Postgres would. */
    void cutSourceConnections() throws SQLException {
        query(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE application_name = 'flowmeter-catalog'"
                        + " AND datname = current_database()",
                Long.class);
        commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private <T> T query(String sql, Class<T> type) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            return first(query, type);
        }
    }

    private static <T> T first(PreparedStatement query, Class<T> type) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getObject(1, type);
        }
    }
}
