package io.flowmeter.job.store;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An empty database with the tables of the sink, for one test. */
final class StoreDatabase {

    private final String url = EmbeddedDatabase.shared().freshDatabase();

    /** As the job connects: with its rights and no more. */
    PostgresSettings settings() {
        return new PostgresSettings(url, EmbeddedDatabase.shared().jobUser(), "");
    }

    int port() {
        return EmbeddedDatabase.shared().port();
    }

    /** As the owner of the schema, who sees every row. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, EmbeddedDatabase.shared().ownerUser(), "");
    }

    /** Rows as texts, columns parted by a space. */
    List<String> rows(String sql) throws SQLException {
        try (var connection = connect()) {
            return rows(connection, sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" ", columns));
            }
            return rows;
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String table) throws SQLException {
        return Long.parseLong(rows("SELECT count(*) FROM " + table).get(0));
    }

    /** Ends the job's connections and lets none in, as while Postgres recovers from a crash. */
    void refuseTheJob() throws SQLException {
        limitTheJobsConnections(0);
        rows(
                """
                SELECT pg_terminate_backend(pid)
                  FROM pg_stat_activity
                 WHERE datname = current_database()
                   AND application_name LIKE 'flowmeter %'
                """);
    }

    void admitTheJob() throws SQLException {
        limitTheJobsConnections(-1);
    }

    /** The process ids of the sink's connections that wait for a lock. */
    List<String> blockedBackends() throws SQLException {
        return rows(
                """
                SELECT pid
                  FROM pg_stat_activity
                 WHERE datname = current_database()
                   AND application_name = 'flowmeter epoch sink'
                   AND wait_event_type = 'Lock'
                """);
    }

    private void limitTheJobsConnections(int limit) throws SQLException {
        var name = rows("SELECT current_database()").get(0);
        execute("ALTER DATABASE " + name + " CONNECTION LIMIT " + limit);
    }
}
