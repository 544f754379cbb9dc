package io.flowmeter.job.ingest;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Flink's enumerator of partitions, which hands them out unasked. A reader that has none asks
 * whether some are still to come; it gets {@link NoPartitionsEvent} once the topic's partitions
 * have been found, and so never takes a broker that does not answer for an empty topic.
 */
final class UsageEventEnumerator
        implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

    /** Not the id of any checkpoint; the delegate's snapshot does not depend on it. */
    private static final long NO_CHECKPOINT = -1;

    private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> delegate;
    private final SplitEnumeratorContext<KafkaPartitionSplit> context;

    UsageEventEnumerator(
            SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> delegate,
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        this.delegate = delegate;
        this.context = context;
    }

    @Override
    public void start() {
        delegate.start();
    }

    /** Partitions handed out earlier reach the reader before this answer: events keep order. */
    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        if (isDiscoveryFinished() && context.registeredReaders().containsKey(subtask)) {
            context.sendEventToSourceReader(subtask, new NoPartitionsEvent());
        }
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
        delegate.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        delegate.addReader(subtask);
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
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
    public void handleSourceEvent(int subtask, SourceEvent event) {
        delegate.handleSourceEvent(subtask, event);
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }

    private boolean isDiscoveryFinished() {
        try {
            return delegate.snapshotState(NO_CHECKPOINT).initialDiscoveryFinished();
        } catch (Exception e) { // as declared by snapshotState()
            throw new FlinkRuntimeException("cannot tell which partitions are handed out", e);
        }
    }
}
