package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink's connection: opened when asked for, and again after {@link #close()}. */
final class PostgresConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresConnection.class);
    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    /** A frozen server fails the transaction instead of holding the task for ever. */
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    /**
     * A frozen task must not hold its row locks for ever either. And what is committed must be on
     * disk: Flink forgets it then.
     */
    private static final String SESSION =
            """
            SELECT set_config('idle_in_transaction_session_timeout', '60s', false),
                   CASE WHEN current_setting('synchronous_commit') = 'off'
                        THEN set_config('synchronous_commit', 'on', false)
                   END
            """;

    private final PostgresSettings settings;
    private final String applicationName;
    private @Nullable Connection open;

    /**
     * @param applicationName by which Postgres shows the connection
     */
    PostgresConnection(PostgresSettings settings, String applicationName) {
        this.settings = settings;
        this.applicationName = applicationName;
    }

    /** An open connection that does not commit by itself. */
    Connection get() throws SQLException {
        if (open == null) {
            open = connect();
        }
        return open;
    }

    /** Ends the transaction, if one is open, by rolling it back. */
    @Override
    public void close() {
        var closing = open;
        open = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                LOG.debug("connection to {} was broken already", settings, e);
            }
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        PGProperty.PASSWORD.set(properties, settings.password());
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // The detail shows whole rows, and exceptions end in logs.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        // Not by DriverManager, which may not see a driver that comes with the job's own jar.
        var connection = new Driver().connect(settings.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("not a URL of the Postgres driver: " + settings);
        }
        try (var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SESSION);
            connection.commit();
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
