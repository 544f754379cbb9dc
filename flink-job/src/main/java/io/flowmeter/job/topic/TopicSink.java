package io.flowmeter.job.topic;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Records into a topic beside the event topic, at least once: the {@link KafkaSink}, with a writer
 * that does not fail when it is closed.
 *
 * <p>State and its serializers are those of {@code KafkaSink}, so savepoints fit both. Its topology
 * after the commit and its lineage are left out: without transactions they are empty.
 */
public final class TopicSink<T>
        implements TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable> {
    private static final long serialVersionUID = 1L;

    /**
     * How long a record waits for Kafka, first for a partition's leader to be known or for room in
     * the producer, then to be stored; Kafka's own defaults are one minute and two. Both count: a
     * producer that reaches no broker forgets the leaders ({@code metadata.recovery.strategy}).
     *
     * <p>A checkpoint waits for the records before it. Where Kafka is away for minutes, checkpoints
     * expire, and the job goes on when it is back. Where it is away for longer, the record fails
     * and the job restarts from its last checkpoint.
     *
     * <p>Flink fails the job too, after more expired checkpoints in a row than it tolerates. In
     * FlinkConfiguration that is twelve minutes, the fourth of three minutes each, so that it is
     * the record that fails first: it says why. A cluster with less patience restarts earlier.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable> kafka;

    public TopicSink(KafkaSink<T> kafka) {
        this.kafka = kafka;
    }

    /** A sink that waits for Kafka for minutes before it fails the job. */
    public static <T> Sink<T> create(
            String bootstrapServers, KafkaRecordSerializationSchema<T> records) {
        var patience = Long.toString(PATIENCE.toMillis());
        return new TopicSink<>(
                KafkaSink.<T>builder()
                        .setBootstrapServers(bootstrapServers)
                        .setRecordSerializer(records)
                        .setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience)
                        .setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience)
                        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                        .build());
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return new TopicWriter<>(kafka.createWriter(context));
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        return new TopicWriter<>(kafka.restoreWriter(context, state));
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return kafka.getWriterStateSerializer();
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context)
            throws IOException {
        return kafka.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return kafka.getCommittableSerializer();
    }
}
