package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes reservations that count for nothing any more, beside the requests that make new ones: one
 * thread, at most every ten seconds for a namespace in which somebody reserves.
 */
final class ReservationPurge {

    private static final Logger LOG = LoggerFactory.getLogger(ReservationPurge.class);

    /** How long a request that is sent again after its event was counted finds it confirmed. */
    private static final Duration KEEP_CONFIRMED = Duration.ofHours(1);

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Of one transaction, so that none takes long. */
    private static final int MAX_ROWS = 5_000;

    private final NamespaceTransactions transactions;
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    work -> {
                        var worker = new Thread(work, "purge-reservations");
                        worker.setDaemon(true);
                        return worker;
                    });

    ReservationPurge(NamespaceTransactions transactions) {
        this.transactions = transactions;
    }

    /** Purges soon, if the last time is long enough ago. */
    void sometimes(String namespace) {
        long now = System.nanoTime();
        Long last = lastNanos.putIfAbsent(namespace, now);
        boolean isDue =
                last == null
                        || (now - last >= EVERY.toNanos()
                                && lastNanos.replace(namespace, last, now));
        if (isDue) {
            thread.execute(() -> purge(namespace));
        }
    }

    private void purge(String namespace) {
        try {
            int purged;
            do {
                purged =
                        transactions.write(
                                new Visibility(namespace, null),
                                handle ->
                                        ReservationQueries.purge(
                                                handle, namespace, KEEP_CONFIRMED, MAX_ROWS));
            } while (purged >= MAX_ROWS);
        } catch (RuntimeException e) {
            LOG.warn("reservations of namespace {} are not purged; trying later", namespace, e);
        }
    }
}
