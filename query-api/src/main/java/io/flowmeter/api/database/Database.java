package io.flowmeter.api.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The pool of connections to Postgres. It starts, and waits, also while Postgres is away. */
public final class Database implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 10;
    private static final int MIN_IDLE_CONNECTIONS = 2;
    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

    /**
     * Statements are short, however many rows the planner expects: compiling takes longer. A
     * process that stands still in the middle of a transaction must not keep its locks.
     */
    private static final String OPTIONS =
            "-c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c jit=off";

    private static final String APPLICATION = "flowmeter-query-api";

    private final HikariDataSource pool;

    public Database(String url, String user, String password) {
        this("query-api", MAX_CONNECTIONS, url, user, password);
    }

    /** A pool beside the first, for work that must not take connections from requests. */
    public Database(String name, int maxConnections, String url, String user, String password) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(MIN_IDLE_CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", APPLICATION);
        // What Postgres says of a failed statement may quote its values; logs must not.
        config.addDataSourceProperty("logServerErrorDetail", false);
        config.addDataSourceProperty("options", OPTIONS);
        this.pool = new HikariDataSource(config);
    }

    public NamespaceTransactions transactions() {
        Jdbi jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return new NamespaceTransactions(jdbi);
    }

    /**
     * Calls {@code onSignal} whenever Postgres notifies the channel, on a connection of its own.
     *
     * @param channel a plain SQL name
     */
    public DatabaseSignals signals(String channel, Runnable onSignal) {
        var properties = new Properties();
        properties.setProperty("user", pool.getUsername());
        properties.setProperty("password", pool.getPassword());
        properties.setProperty("ApplicationName", APPLICATION);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        return new DatabaseSignals(pool.getJdbcUrl(), properties, channel, onSignal);
    }

    @Override
    public void close() {
        pool.close();
    }
}
