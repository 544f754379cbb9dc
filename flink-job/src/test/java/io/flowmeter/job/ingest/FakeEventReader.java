package io.flowmeter.job.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;

/** Emits what it was given, one event a call, and remembers what it was told. */
@SuppressWarnings("try") // Flink declares that close() throws any Exception
final class FakeEventReader implements SourceReader<RawEvent, KafkaPartitionSplit> {
    private final Deque<RawEvent> readable = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final CompletableFuture<Void> available = new CompletableFuture<>();

    void give(RawEvent event) {
        readable.add(event);
        available.complete(null);
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawEvent> output) {
        RawEvent event = readable.poll();
        if (event == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        TopicPartition partition =
                new TopicPartition(event.position().topic(), event.position().partition());
        output.createOutputForSplit(KafkaPartitionSplit.toSplitId(partition))
                .collect(event, event.appendMillis());
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void start() {
        calls.add("start");
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        calls.add("snapshot " + checkpointId);
        return List.of();
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        calls.add("add " + splits.size());
    }

    @Override
    public void notifyNoMoreSplits() {
        calls.add("no more splits");
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        calls.add("event");
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        calls.add("complete " + checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) {
        calls.add("aborted " + checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        calls.add("pause " + toPause + " resume " + toResume);
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
