package io.flowmeter.api.notification;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs deliveries beside each other, at most so many at a time. */
public final class DeliverySlots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliverySlots.class);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration RECORD_PAUSE = Duration.ofMillis(250);

    /** How long the outcome of a delivery waits for Postgres; less than any lease. */
    private static final Duration RECORD = Duration.ofSeconds(20);

    private final Semaphore free;
    private final ExecutorService threads;
    private final Runnable afterEach;

    /**
     * @param afterEach called when a slot has become free
     */
    public DeliverySlots(String name, int slots, Runnable afterEach) {
        this.afterEach = afterEach;
        free = new Semaphore(slots);
        var number = new AtomicInteger();
        threads =
                Executors.newFixedThreadPool(
                        slots,
                        work -> {
                            var thread = new Thread(work, name + "-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Slots nobody uses; only the caller of {@link #submit} makes them fewer. */
    public int free() {
        return free.availablePermits();
    }

    /** Runs a delivery in a free slot. */
    public void submit(Runnable delivery) {
        free.acquireUninterruptibly();
        threads.execute(
                () -> {
                    try {
                        delivery.run();
                    } catch (RuntimeException e) {
                        LOG.error("a delivery failed; its lease will end", e);
                    } finally {
                        free.release();
                        afterEach.run();
                    }
                });
    }

    /**
     * Records what came of a delivery, also if Postgres is away for a moment: otherwise it would be
     * attempted again though it succeeded.
     */
    public static void record(Runnable write) {
        long end = System.nanoTime() + RECORD.toNanos();
        while (true) {
            try {
                write.run();
                return;
            } catch (ProblemException e) {
                if (e.code() != ProblemCode.DATABASE_UNAVAILABLE || System.nanoTime() > end) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(ProblemException cause) {
        try {
            Thread.sleep(RECORD_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
