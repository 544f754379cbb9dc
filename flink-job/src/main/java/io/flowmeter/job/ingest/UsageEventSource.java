package io.flowmeter.job.ingest;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The event log, read by Flink's own Kafka source, whose state this is too. What it adds is the
 * watermark of a partition that is silent: it passes an instant when the broker has shown that
 * everything appended before it was emitted (docs/adr/0005). Silence alone moves nothing.
 *
 * <p>It needs {@code WatermarkStrategy.forMonotonousTimestamps()} by append time, without idleness.
 */
public final class UsageEventSource
        implements Source<RawEvent, KafkaPartitionSplit, KafkaSourceEnumState>,
                ResultTypeQueryable<RawEvent> {
    private static final long serialVersionUID = 1L;

    /** How long a silent partition's watermark stands still, beside the time a request takes. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final KafkaSource<RawEvent> log;
    private final HashMap<String, String> consumer;
    private final Duration margin;

    /**
     * @param log reads from the earliest offset, for ever
     * @param consumer settings of the connection that asks for the ends of partitions; at least the
     *     bootstrap servers, and what else it takes to reach them
     * @param margin see {@link #of}
     */
    public UsageEventSource(
            KafkaSource<RawEvent> log, Map<String, String> consumer, Duration margin) {
        this.log = log;
        this.consumer = new HashMap<>(consumer);
        this.margin = margin;
    }

    /**
     * Reads a topic from its beginning. Offsets live in checkpoints, and those committed to Kafka
     * only show the lag.
     *
     * @param margin by how much the clocks of brokers and task managers may differ, plus how long a
     *     record may take from its append to being readable, which is the time of its replication
     */
    public static UsageEventSource of(
            String bootstrapServers,
            String topic,
            String consumerGroup,
            RawEventDeserializer deserializer,
            Duration margin) {
        return new UsageEventSource(
                KafkaSource.<RawEvent>builder()
                        .setBootstrapServers(bootstrapServers)
                        .setTopics(topic)
                        .setGroupId(consumerGroup)
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setDeserializer(deserializer)
                        .setProperty("partition.discovery.interval.ms", "10000")
                        .build(),
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        consumerGroup + "-partition-ends"),
                margin);
    }

    @Override
    public Boundedness getBoundedness() {
        return log.getBoundedness();
    }

    @Override
    public SourceReader<RawEvent, KafkaPartitionSplit> createReader(SourceReaderContext context)
            throws Exception {
        Map<String, Object> settings = new HashMap<>(consumer);
        settings.computeIfPresent("client.id", (key, id) -> id + "-" + context.getIndexOfSubtask());
        return new UsageEventReader(
                log.createReader(context),
                new EndsPoller(
                        new KafkaPartitionEnds(settings),
                        Clock.systemUTC(),
                        POLL_INTERVAL,
                        context.metricGroup()),
                margin,
                context::sendSplitRequest);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return new UsageEventEnumerator(log.createEnumerator(context), context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint)
            throws IOException {
        return new UsageEventEnumerator(log.restoreEnumerator(context, checkpoint), context);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return log.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return log.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawEvent> getProducedType() {
        return log.getProducedType();
    }
}
