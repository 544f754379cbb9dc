package io.flowmeter.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Does what the steps say, and keeps the books. */
final class LoadPerformer implements LoadStep.Performer, LogProducer.Listener, AutoCloseable {
    private final LoadCounts counts;
    private final PrefixLog prefixLog;
    private final LogProducer producer;
    private final ApiQueue events;
    private final ApiQueue changes;
    private final AtomicReference<@Nullable Instant> lastAppended = new AtomicReference<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    LoadPerformer(
            String bootstrapServers,
            LoadSettings settings,
            LoadApi api,
            LoadCounts counts,
            PrefixLog prefixLog) {
        this.counts = counts;
        this.prefixLog = prefixLog;
        this.producer = new LogProducer(bootstrapServers, settings, this);
        this.events = new ApiQueue("load-api-events", api, counts);
        this.changes = new ApiQueue("load-catalog-changes", api, counts);
    }

    @Override
    public void append(LoadRecord record) {
        PrefixTick tick = record.tick();
        if (tick != null && tick.isCopy()) {
            prefixLog.sentCopy(tick.tenant(), tick.number());
        }
        try {
            producer.send(record);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void ask(LoadStep.Ask request) {
        (request.path().equals("/v1/events") ? events : changes).add(request);
    }

    @Override
    public void rest(Duration time) {
        counts.done(LoadKind.PAUSE);
        sleep(time);
    }

    @Override
    public void appended(LoadRecord record, Instant appendedAt) {
        counts.done(record.kind());
        lastAppended.accumulateAndGet(
                appendedAt,
                (known, latest) -> known == null || known.isBefore(latest) ? latest : known);
        PrefixTick tick = record.tick();
        if (tick != null && tick.isCopy()) {
            prefixLog.appendedCopy(tick.tenant(), tick.number(), appendedAt);
        } else if (tick != null) {
            prefixLog.appended(tick.tenant(), tick.number(), appendedAt);
        }
    }

    @Override
    public void lost(LoadRecord record, Exception why) {
        counts.refused("Kafka did not take a record of kind " + record.kind() + ": " + why);
        PrefixTick tick = record.tick();
        if (tick != null) {
            prefixLog.lost(tick.tenant(), tick.number(), tick.isCopy());
        }
    }

    /** Append time of the latest record known to be appended; null if there is none. */
    @Nullable Instant lastAppended() {
        return lastAppended.get();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    void stop() {
        stopping.countDown();
    }

    /** Waits, but not once the load is told to stop. */
    void sleep(Duration time) {
        try {
            stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whether everything was acknowledged and answered in this time. */
    boolean finish(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean isDone = producer.awaitAcknowledged(patience);
        for (ApiQueue queue : new ApiQueue[] {events, changes}) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            isDone &= queue.finish(left);
        }
        return isDone;
    }

    /** Gives up what is not acknowledged. */
    @Override
    public void close() {
        stop();
        events.abandon();
        changes.abandon();
        producer.close();
    }
}
