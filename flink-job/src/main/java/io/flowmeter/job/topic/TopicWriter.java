package io.flowmeter.job.topic;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of {@code KafkaSink}, which alone would fail when it is closed. */
final class TopicWriter<T>
        implements PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);

    private final PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> kafka;

    TopicWriter(PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> kafka) {
        this.kafka = kafka;
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        kafka.write(record, context);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        kafka.writeWatermark(watermark);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        kafka.flush(endOfInput);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
        return kafka.prepareCommit();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
        return kafka.snapshotState(checkpointId);
    }

    /**
     * Does not fail: Flink stops a whole task manager for an exception here. The connector throws
     * the failure of a record that neither a write nor a flush has reported (connector 5.0.0-2.2,
     * {@code KafkaWriter.close}). No checkpoint stands behind that record, so it comes again.
     */
    @Override
    public void close() {
        try {
            kafka.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            warn(e);
        } catch (Exception e) {
            warn(e);
        }
    }

    private static void warn(Exception e) {
        LOG.warn(
                "the writer of a topic was closed after a failure that nobody had read;"
                        + " its records come again from the last checkpoint",
                e);
    }
}
