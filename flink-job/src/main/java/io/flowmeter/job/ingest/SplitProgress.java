package io.flowmeter.job.ingest;

import java.util.Objects;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has been emitted. Events of the partition go through this output, so its
 * position never runs ahead of what operators were given. For the task's thread, but for {@link
 * #position}.
 */
final class SplitProgress implements SourceOutput<RawEvent> {
    private final TopicPartition partition;
    private volatile long position;
    private @Nullable SourceOutput<RawEvent> output;

    /**
     * @throws IllegalStateException if the split starts neither at an offset nor at the earliest
     */
    SplitProgress(KafkaPartitionSplit split) {
        long start = split.getStartingOffset();
        if (start < 0 && start != KafkaPartitionSplit.EARLIEST_OFFSET) {
            throw new IllegalStateException(
                    "event log: " + split + " must start at an offset >= 0 or at the earliest");
        }
        this.partition = split.getTopicPartition();
        this.position = Math.max(0, start);
    }

    TopicPartition partition() {
        return partition;
    }

    /** The offset to be emitted next; one below all that the partition holds is its beginning. */
    long position() {
        return position;
    }

    /** An output for a split is made once, and the same whoever asks for it. */
    SplitProgress through(ReaderOutput<RawEvent> reader) {
        if (output == null) {
            output = reader.createOutputForSplit(KafkaPartitionSplit.toSplitId(partition));
        }
        return this;
    }

    @Override
    public void collect(RawEvent event) {
        output().collect(event);
        position = event.position().offset() + 1;
    }

    @Override
    public void collect(RawEvent event, long timestamp) {
        output().collect(event, timestamp);
        position = event.position().offset() + 1;
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        output().emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
        output().markIdle();
    }

    @Override
    public void markActive() {
        output().markActive();
    }

    private SourceOutput<RawEvent> output() {
        return Objects.requireNonNull(output, "no output yet");
    }
}
