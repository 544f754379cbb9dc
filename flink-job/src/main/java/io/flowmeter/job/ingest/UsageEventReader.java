package io.flowmeter.job.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Flink's reader of partitions, with a watermark that goes on where no events come: as far as the
 * ends that {@link EndsFeed} brings show that there were none. Ends are compared with what was
 * emitted, by the thread that emits. A reader without partitions is idle once {@link
 * UsageEventEnumerator} has said that none are to come.
 */
@SuppressWarnings("try") // Flink declares that close() throws any Exception
final class UsageEventReader implements SourceReader<RawEvent, KafkaPartitionSplit> {
    private final SourceReader<RawEvent, KafkaPartitionSplit> delegate;
    private final EndsFeed feed;
    private final long marginMillis;
    private final Runnable askForSplits;
    private final Map<String, SplitProgress> splits = new ConcurrentHashMap<>();

    private @Nullable SplitOutputs outputs;
    private @Nullable ShownEnds shown;
    private boolean isNothingToCome;
    private boolean isIdle;

    /**
     * @param askForSplits sends a split request to the enumerator
     */
    UsageEventReader(
            SourceReader<RawEvent, KafkaPartitionSplit> delegate,
            EndsFeed feed,
            Duration margin,
            Runnable askForSplits) {
        this.delegate = delegate;
        this.feed = feed;
        this.marginMillis = margin.toMillis();
        this.askForSplits = askForSplits;
    }

    @Override
    public void start() {
        delegate.start();
        feed.start(this::positions);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawEvent> output) throws Exception {
        if (outputs == null || !outputs.isOver(output)) {
            outputs = new SplitOutputs(output, splits);
        }
        if (isIdle && !splits.isEmpty()) {
            output.markActive();
            isIdle = false;
        }
        InputStatus status = delegate.pollNext(outputs);
        boolean isNews = takeNews();
        if (isNews && splits.isEmpty()) {
            becomeIdle(output);
        }
        if (isNews || status == InputStatus.NOTHING_AVAILABLE) {
            advanceWatermarks(output);
        }
        return status;
    }

    /** What waits for one of two futures lets go of the other when the first completes. */
    @Override
    public CompletableFuture<Void> isAvailable() {
        CompletableFuture<Void> records = delegate.isAvailable();
        return records.isDone()
                ? records
                : CompletableFuture.anyOf(records, feed.news()).thenAccept(ignored -> {});
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> added) {
        for (KafkaPartitionSplit split : added) {
            splits.put(split.splitId(), new SplitProgress(split));
        }
        delegate.addSplits(added);
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof NoPartitionsEvent) {
            isNothingToCome = true;
        } else {
            delegate.handleSourceEvents(event);
        }
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return delegate.snapshotState(checkpointId);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        delegate.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        delegate.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void notifyNoMoreSplits() {
        delegate.notifyNoMoreSplits();
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        delegate.pauseOrResumeSplits(toPause, toResume);
    }

    @Override
    public void close() throws Exception {
        try (feed) {
            delegate.close();
        }
    }

    private boolean takeNews() throws IOException {
        if (!feed.news().isDone()) {
            return false;
        }
        shown = feed.take().orElse(shown);
        return true;
    }

    /** Asks until it is told; the answer to the last question may be lost with the coordinator. */
    private void becomeIdle(ReaderOutput<RawEvent> output) {
        if (!isNothingToCome) {
            askForSplits.run();
        } else if (!isIdle) {
            output.markIdle();
            isIdle = true;
        }
    }

    private void advanceWatermarks(ReaderOutput<RawEvent> output) {
        if (shown == null) {
            return;
        }
        Watermark watermark = new Watermark(shown.askedAtMillis() - marginMillis);
        for (SplitProgress split : splits.values()) {
            Long end = shown.ends().get(split.partition());
            if (end != null && split.position() >= end) {
                split.through(output).emitWatermark(watermark);
            }
        }
    }

    private Map<TopicPartition, Long> positions() {
        return splits.values().stream()
                .collect(Collectors.toMap(SplitProgress::partition, SplitProgress::position));
    }
}
