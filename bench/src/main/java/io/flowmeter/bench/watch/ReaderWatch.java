package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import io.flowmeter.bench.load.PrefixLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the tables and the API all the time, in two threads, and notes what no reader may ever see.
 * While Postgres or the API is away it goes on trying: that is an outage, no violation. A reading
 * that fails for any other reason is one.
 */
public final class ReaderWatch implements AutoCloseable {
    private static final int REST_PER_WORK = 4;
    private static final Duration API_INTERVAL = Duration.ofMillis(300);

    private final WatchSettings settings;
    private final Violations violations = new Violations();
    private final Freshness freshness = new Freshness();
    private final Availability databaseAvailability = new Availability();
    private final Availability apiAvailability = new Availability();
    private final DatabaseWatch database;
    private final ApiWatch api;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread databaseThread;
    private final Thread apiThread;

    /** One thing to read, again and again. */
    @FunctionalInterface
    private interface Poll {
        void run() throws InterruptedException;
    }

    /**
     * @param tenants of the load, from its beginning on
     * @param log what the prefix tenants among them have sent
     */
    public ReaderWatch(WatchSettings settings, List<LoadTenant> tenants, PrefixLog log) {
        this.settings = settings;
        this.database =
                new DatabaseWatch(
                        settings, tenants, log, violations, freshness, databaseAvailability);
        this.api = new ApiWatch(settings, log, violations, apiAvailability);
        this.databaseThread =
                new Thread(() -> repeat(database::poll, settings.interval()), "watch-tables");
        this.apiThread = new Thread(() -> repeat(api::poll, API_INTERVAL), "watch-api");
    }

    public void start() {
        databaseThread.start();
        apiThread.start();
    }

    /** Reads no more. */
    @Override
    public void close() {
        stopping.countDown();
        apiThread.interrupt();
        try {
            databaseThread.join(settings.interval().plusSeconds(1).toMillis());
            database.close();
            databaseThread.join();
            apiThread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that should never have been seen. */
    public long violationCount() {
        return violations.count();
    }

    /** The first violations, each with the time it was seen. */
    public List<String> violations() {
        return violations.sentences();
    }

    /** How often the tables were read. */
    public Availability database() {
        return databaseAvailability;
    }

    /** How often the API answered. */
    public Availability api() {
        return apiAvailability;
    }

    /** How far the numbers were behind. */
    public Freshness freshness() {
        return freshness;
    }

    /** A poll that takes long, because there is much to read, is followed by a longer rest. */
    private void repeat(Poll poll, Duration interval) {
        try {
            boolean isStopped = false;
            while (!isStopped) {
                long beginNanos = System.nanoTime();
                poll.run();
                long workNanos = System.nanoTime() - beginNanos;
                long restNanos = Math.max(interval.toNanos(), REST_PER_WORK * workNanos);
                isStopped =
                        stopping.await(
                                Math.min(restNanos, TimeUnit.SECONDS.toNanos(3)),
                                TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            violations.add(Instant.now(), "the watch itself failed: " + e);
            throw e;
        }
    }
}
