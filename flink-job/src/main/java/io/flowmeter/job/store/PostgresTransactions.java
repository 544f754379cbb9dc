package io.flowmeter.job.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions on one connection. A failure that may pass is tried again, for a short while; then,
 * and for any other failure, it is thrown, and the job restarts from its checkpoint, which holds
 * what was not stored.
 */
final class PostgresTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTransactions.class);

    private final PostgresConnection connection;
    private final PostgresSettings settings;
    private final Backoff backoff;
    private final Runnable onRetry;

    /** What happens in one transaction, the commit included; repeating it must do no harm. */
    @FunctionalInterface
    interface Transaction<T> {
        T run(Connection connection) throws SQLException;
    }

    /**
     * @param applicationName by which Postgres shows the connection
     * @param onRetry counts the tries after the first
     */
    PostgresTransactions(
            PostgresSettings settings, String applicationName, Backoff backoff, Runnable onRetry) {
        this.connection = new PostgresConnection(settings, applicationName);
        this.settings = settings;
        this.backoff = backoff;
        this.onRetry = onRetry;
    }

    /**
     * @param subject what is stored, for people
     */
    <T> T runWithRetries(String subject, Transaction<T> transaction)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        for (var tries = 1; ; tries++) {
            try {
                return runOnce(transaction);
            } catch (SQLException e) {
                if (!isTransient(e)) {
                    throw new IOException(
                            String.format(
                                    "%s cannot be stored in %s: %s",
                                    subject, settings, e.getMessage()),
                            e);
                }
                if (!backoff.allowsAnother(tries, since(start))) {
                    throw new IOException(
                            String.format(
                                    "%s was not stored in %s in %d tries, the job restarts: %s",
                                    subject, settings, tries, e.getMessage()),
                            e);
                }
                var delay = backoff.delayAfter(tries);
                LOG.warn("{} not stored, next try in {}: {}", subject, delay, e.getMessage());
                onRetry.run();
                Thread.sleep(delay.toMillis());
            }
        }
    }

    /** After a failure the next transaction has a new connection. */
    <T> T runOnce(Transaction<T> transaction) throws SQLException {
        var done = false;
        try {
            var result = transaction.run(connection.get());
            done = true;
            return result;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /**
     * By SQLState class: 08 connection, 40 rollback (deadlock, serialization), 53 resources, 57
     * operator intervention (shutdown, restart).
     */
    private static boolean isTransient(SQLException e) {
        var state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57"));
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
