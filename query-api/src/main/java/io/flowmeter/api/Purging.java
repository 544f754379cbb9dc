package io.flowmeter.api;

import io.flowmeter.api.database.NamespaceTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what limits leave behind, of every namespace, beside the requests: reservations every ten
 * seconds, notifications every ten minutes. Every API process does; none waits for another.
 */
final class Purging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purging.class);

    private static final Duration RESERVATIONS_EVERY = Duration.ofSeconds(10);
    private static final Duration NOTIFICATIONS_EVERY = Duration.ofMinutes(10);

    /** How long a request that is sent again after its event was counted finds it confirmed. */
    private static final Duration KEEP_CONFIRMED = Duration.ofHours(1);

    /** Of one call, so that none takes long. */
    private static final int MAX_ROWS = 5_000;

    private final NamespaceTransactions transactions;
    private final Duration notificationAge;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        var worker = new Thread(work, "purging");
                        worker.setDaemon(true);
                        return worker;
                    });

    /**
     * @param notificationAge how long notifications are kept
     */
    Purging(NamespaceTransactions transactions, Duration notificationAge, Clock clock) {
        this.transactions = transactions;
        this.notificationAge = notificationAge;
        this.clock = clock;
    }

    /** Begins; until then nothing is purged. */
    void start() {
        repeat(RESERVATIONS_EVERY, this::reservations);
        repeat(NOTIFICATIONS_EVERY, this::notifications);
    }

    /** Deletes some reservations; about how many. */
    int reservations() {
        return transactions.writeWithoutNamespace(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT purge_reservations(CAST(:keep AS interval), :max)
                                        """)
                                .bind("keep", KEEP_CONFIRMED.toString())
                                .bind("max", MAX_ROWS)
                                .mapTo(Integer.class)
                                .one());
    }

    /** Deletes some notifications; about how many. */
    int notifications() {
        return transactions.writeWithoutNamespace(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT purge_notifications(:now, CAST(:age AS interval), :max)
                                        """)
                                .bind("now", clock.instant())
                                .bind("age", notificationAge.toString())
                                .bind("max", MAX_ROWS)
                                .mapTo(Integer.class)
                                .one());
    }

    private void repeat(Duration interval, IntSupplier purge) {
        var unused =
                thread.scheduleWithFixedDelay(
                        () -> all(purge),
                        interval.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void all(IntSupplier purge) {
        try {
            int purged;
            do {
                purged = purge.getAsInt();
            } while (purged >= MAX_ROWS && !Thread.currentThread().isInterrupted());
        } catch (RuntimeException e) {
            LOG.warn("nothing is purged now; trying later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
