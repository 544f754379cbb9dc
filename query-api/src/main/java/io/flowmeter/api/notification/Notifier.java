package io.flowmeter.api.notification;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of every namespace that has something due: when it is woken, and every five
 * seconds. Every API process has one; rows, not processes, are claimed.
 */
public final class Notifier implements AutoCloseable {

    /** The channel of {@code NOTIFY}: sql/V007__notifications.sql. */
    public static final String SIGNAL = "flowmeter_notifier";

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final NamespaceTransactions transactions;
    private final List<NamespaceTask> tasks;
    private final Clock clock;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "notifier");
    private volatile boolean isClosed;
    private boolean isAway;

    public Notifier(NamespaceTransactions transactions, List<NamespaceTask> tasks, Clock clock) {
        this.transactions = transactions;
        this.tasks = List.copyOf(tasks);
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins; until then nothing is done. */
    public void start() {
        thread.start();
    }

    /** Something may be due. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void run() {
        while (!isClosed) {
            try {
                boolean isWoken = wakeUps.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                LOG.trace("notifier looks, woken {}", isWoken);
                wakeUps.drainPermits();
                round();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void round() {
        try {
            List<String> namespaces = namespaces(clock.instant());
            Collections.shuffle(namespaces); // So that none is always served last.
            for (String namespace : namespaces) {
                tasks.forEach(task -> run(task, namespace));
            }
            if (isAway) {
                LOG.info("the notifier reaches Postgres again");
            }
            isAway = false;
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void run(NamespaceTask task, String namespace) {
        try {
            if (task.run(namespace)) {
                wake();
            }
        } catch (ProblemException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} failed for namespace {}", task, namespace, e);
        }
    }

    private void report(RuntimeException e) {
        boolean isDatabase =
                e instanceof ProblemException problem
                        && problem.code() == ProblemCode.DATABASE_UNAVAILABLE;
        if (!isDatabase) {
            LOG.error("the notifier failed and goes on", e);
        } else if (!isAway && !isClosed) {
            LOG.warn("the notifier waits for Postgres: {}", e.getMessage());
        }
        isAway |= isDatabase;
    }

    private List<String> namespaces(Instant now) {
        return transactions.readWithoutNamespace(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT namespace FROM notifier_namespaces(:now) AS namespace
                                        """)
                                .bind("now", now)
                                .mapTo(String.class)
                                .list());
    }

    @Override
    public void close() {
        isClosed = true;
        wake();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
