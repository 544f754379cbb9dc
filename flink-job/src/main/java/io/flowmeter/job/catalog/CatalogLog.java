package io.flowmeter.job.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The change log in Postgres, over one connection that is opened when needed. One thread only. */
final class CatalogLog implements AutoCloseable {
    static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(5);

    private static final int PAGE_SIZE = 1000;
    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    // Longer than the lock timeout, so that Postgres itself says why it does not answer.
    private static final int SOCKET_TIMEOUT_SECONDS = 20;

    private final CatalogDatabase database;
    private final Duration lockTimeout;
    private @Nullable Connection connection;

    CatalogLog(CatalogDatabase database) {
        this(database, DEFAULT_LOCK_TIMEOUT);
    }

    /**
     * @param lockTimeout how long a read waits for a writer in flight
     */
    CatalogLog(CatalogDatabase database, Duration lockTimeout) {
        this.database = database;
        this.lockTimeout = lockTimeout;
    }

    /**
     * The changes after a seq, at most a page of them. After a failure the next read connects anew.
     *
     * @throws SQLException with state {@code 55P03} if a writer holds the catalog's lock too long
     */
    CatalogPage readAfter(long seq) throws SQLException {
        try {
            Connection open = connection();
            // First the instant, then the changes: any recorded until then is committed by now.
            long completeUntilMillis = completeUntilMillis(open);
            List<CatalogChange> changes = changesAfter(open, seq);
            return new CatalogPage(changes, completeUntilMillis, changes.size() < PAGE_SIZE);
        } catch (SQLException e) {
            closeAfter(e);
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public String toString() {
        return "change log of the catalog (" + database + ")";
    }

    private static long completeUntilMillis(Connection open) throws SQLException {
        try (PreparedStatement query = open.prepareStatement("SELECT catalog_complete_until()");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return millis(rows, 1);
        }
    }

    private static List<CatalogChange> changesAfter(Connection open, long seq) throws SQLException {
        try (PreparedStatement query =
                open.prepareStatement(
                        """
                        SELECT seq, namespace, entity, entity_key, version, payload, recorded_at
                          FROM catalog_change
                         WHERE seq > ?
                         ORDER BY seq
                         LIMIT ?
                        """)) {
            query.setLong(1, seq);
            query.setInt(2, PAGE_SIZE);
            List<CatalogChange> changes = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    changes.add(
                            new CatalogChange(
                                    rows.getLong(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getInt(5),
                                    rows.getString(6),
                                    millis(rows, 7)));
                }
            }
            return changes;
        }
    }

    private static long millis(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = connect();
        }
        return connection;
    }

    /** What the URL sets wins over what is set here. */
    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, database.user());
        PGProperty.PASSWORD.set(properties, database.password());
        PGProperty.APPLICATION_NAME.set(properties, "flowmeter-catalog");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.LOGIN_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Not by DriverManager, which may not see a driver that comes with the job's own jar.
        Connection opened = new Driver().connect(database.jdbcUrl(), properties);
        if (opened == null) {
            throw new SQLException("not a URL of the Postgres driver: " + database);
        }
        try (Statement statement = opened.createStatement()) {
            statement.execute("SET lock_timeout = " + lockTimeout.toMillis());
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    private void closeAfter(SQLException failure) {
        try {
            close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
            connection = null;
        }
    }
}
