package io.flowmeter.job.ingest;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the ends of a reader's partitions again and again, in a thread of its own. While the
 * broker does not answer it brings no news and goes on asking, as the source goes on reading; any
 * other failure ends it, and {@link #take} reports it.
 */
final class EndsPoller implements EndsFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EndsPoller.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final PartitionEnds ends;
    private final Clock clock;
    private final Duration interval;
    private final Counter failures;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable ShownEnds> latest = new AtomicReference<>();

    private volatile CompletableFuture<Void> news = new CompletableFuture<>();
    private volatile @Nullable RuntimeException failure;
    private volatile long answeredMillis;
    private @Nullable Thread thread;

    /**
     * @param interval the pause between two requests
     * @param metrics gets the age of the broker's last answer and a count of requests without one
     */
    EndsPoller(PartitionEnds ends, Clock clock, Duration interval, MetricGroup metrics) {
        this.ends = ends;
        this.clock = clock;
        this.interval = interval;
        this.answeredMillis = clock.millis();
        this.failures = metrics.counter("partitionEndsFailures");
        metrics.gauge("partitionEndsAgeMillis", () -> clock.millis() - answeredMillis);
    }

    @Override
    public void start(Supplier<Map<TopicPartition, Long>> positions) {
        thread = new Thread(() -> run(positions), Thread.currentThread().getName() + " ends");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public CompletableFuture<Void> news() {
        return news;
    }

    @Override
    public Optional<ShownEnds> take() throws IOException {
        if (news.isDone()) {
            news = new CompletableFuture<>();
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IOException("the ends of the event log's partitions stay unknown", failed);
        }
        return Optional.ofNullable(latest.getAndSet(null));
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread == null) {
            ends.close();
            return;
        }
        ends.wakeUp();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Supplier<Map<TopicPartition, Long>> positions) {
        boolean isAnswering = true;
        try (ends) {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                isAnswering = ask(positions.get(), isAnswering);
            }
        } catch (WakeupException e) {
            LOG.debug("asking for the ends of partitions ends with its reader");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(new IllegalStateException("interrupted, and not by the reader", e));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Whether the broker answered; an outage is reported when it begins and when it ends. */
    private boolean ask(Map<TopicPartition, Long> positions, boolean wasAnswering) {
        long askedAtMillis = clock.millis();
        try {
            Map<TopicPartition, Long> shown = positions.isEmpty() ? Map.of() : ends.of(positions);
            if (!wasAnswering) {
                LOG.info("the broker tells the ends of partitions again: {}", shown.keySet());
            }
            answeredMillis = askedAtMillis;
            latest.set(new ShownEnds(askedAtMillis, shown));
            news.complete(null);
            return true;
        } catch (RetriableException e) {
            failures.inc();
            if (wasAnswering) {
                LOG.warn(
                        "the broker does not tell the ends of {}, so the watermark stands still"
                                + " where no events come; last answer {}",
                        positions.keySet(),
                        Instant.ofEpochMilli(answeredMillis),
                        e);
            }
            return false;
        }
    }

    private void fail(RuntimeException defect) {
        failure = defect;
        news.complete(null);
    }
}
