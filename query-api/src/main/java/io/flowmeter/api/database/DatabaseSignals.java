package io.flowmeter.api.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what Postgres notifies on one channel. It connects again whenever the connection is lost;
 * what was notified meanwhile it does not hear, so it signals once after each connect.
 */
public final class DatabaseSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSignals.class);
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final int LISTEN_MILLIS = 10_000;

    private final String url;
    private final Properties properties;
    private final String channel;
    private final Runnable onSignal;
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile boolean isClosed;

    /**
     * @param channel a plain SQL name
     * @param onSignal must be quick
     */
    DatabaseSignals(String url, Properties properties, String channel, Runnable onSignal) {
        this.url = url;
        this.properties = properties;
        this.channel = channel;
        this.onSignal = onSignal;
        thread = new Thread(this::run, "database-signals");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        boolean isReported = false;
        while (!isClosed) {
            try (Connection opened = DriverManager.getConnection(url, properties)) {
                connection = opened;
                isReported = false;
                listen(opened);
            } catch (SQLException e) {
                if (!isReported && !isClosed) {
                    LOG.warn("no signals from Postgres on {}: {}", channel, e.getMessage());
                }
                isReported = true;
                pause();
            }
        }
    }

    private void listen(Connection opened) throws SQLException {
        try (var statement = opened.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        onSignal.run();
        var notifications = opened.unwrap(PGConnection.class);
        while (!isClosed) {
            if (notifications.getNotifications(LISTEN_MILLIS).length > 0) {
                onSignal.run();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        Connection open = connection;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            LOG.debug("closing the connection that listened on {}", channel, e);
        }
    }
}
