package io.flowmeter.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connection of one role, with one transaction open until it is committed or closed. */
final class Session implements AutoCloseable {

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session open(String url, String user) throws SQLException {
        var connection = DriverManager.getConnection(url, user, "");
        connection.setAutoCommit(false);
        return new Session(connection);
    }

    /** Names the namespace of the transaction, as the API does. */
    Session in(String namespace) throws SQLException {
        text("SELECT set_config('flowmeter.namespace', ?, true)", namespace);
        return this;
    }

    /** Names the tenant of the transaction, as the API does for a tenant-bound key. */
    Session boundTo(String tenant) throws SQLException {
        text("SELECT set_config('flowmeter.tenant', ?, true)", tenant);
        return this;
    }

    Session run(String sql, Object... values) throws SQLException {
        try (var statement = bound(sql, values)) {
            statement.execute();
            return this;
        }
    }

    /** The first column of the first row. */
    @Nullable String text(String sql, Object... values) throws SQLException {
        try (var statement = bound(sql, values);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
