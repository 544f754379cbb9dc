package io.flowmeter.job.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The watermark over a real broker, with the margin of one second that the job has. */
class UsageEventSourceITCase {
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Two seconds by design; the rest is for a busy machine. */
    private static final Duration PROMPT = Duration.ofSeconds(10);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(3)
                            .build());

    @RegisterExtension final SharedObjectsExtension sharedObjects = SharedObjectsExtension.create();

    @TempDir Path directory;

    private EmbeddedKafka kafka;
    private SharedReference<ObservedEvents> seen;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        kafka.createTopic("events", 2, Map.of("message.timestamp.type", "LogAppendTime"));
        seen = sharedObjects.add(new ObservedEvents());
    }

    @AfterEach
    void stop() {
        assertThat(seen.get().overtaken()).isEmpty();
        kafka.close();
    }

    @Test
    void silentPartitionIsPassedWithinSeconds() throws Exception {
        publish(0, "one");
        publish(1, "two");
        JobClient job = read(source(), 1, new Configuration());
        await().atMost(PATIENCE).until(() -> seen.get().values().size() == 2);

        for (int i = 0; i < 3; i++) {
            publish(0, "more");
            awaitWatermarkAfter(System.currentTimeMillis(), PROMPT);
        }

        job.cancel().get();
    }

    @Test
    void emptyTopicIsPassed() throws Exception {
        JobClient job = read(source(), 1, new Configuration());

        awaitWatermarkAfter(System.currentTimeMillis(), PATIENCE);
        awaitWatermarkAfter(System.currentTimeMillis(), PROMPT);

        job.cancel().get();
    }

    @Test
    void readerWithoutPartitionsHoldsNothing() throws Exception {
        publish(1, "two");
        JobClient job = read(source(), 3, new Configuration());

        awaitWatermarkAfter(System.currentTimeMillis(), PATIENCE);
        publish(0, "one");
        await().atMost(PATIENCE).until(() -> seen.get().values().size() == 2);

        job.cancel().get();
    }

    @Test
    void markersOfTransactionsAreNoUnreadRecords() throws Exception {
        JobClient job = read(source(), 1, new Configuration());
        try (KafkaProducer<byte[], byte[]> producer = producer("tail")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("events", 0, null, "committed".getBytes(UTF_8)))
                    .get();
            producer.commitTransaction();
        }
        await().atMost(PATIENCE).until(() -> seen.get().values().size() == 1);

        awaitWatermarkAfter(System.currentTimeMillis(), PROMPT);
        awaitWatermarkAfter(System.currentTimeMillis(), PROMPT);

        job.cancel().get();
    }

    @Test
    void brokerThatIsAwayHoldsTheWatermark() throws Exception {
        JobClient job = read(source(), 3, new Configuration());
        awaitWatermarkAfter(System.currentTimeMillis(), PATIENCE);
        int port = Integer.parseInt(kafka.bootstrapServers().split(":", 2)[1]);

        kafka.close();
        long awaySince = System.currentTimeMillis();
        await().during(Duration.ofSeconds(7))
                .atMost(PATIENCE)
                .until(() -> seen.get().watermarkMillis() < awaySince);
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), port);
        publish(0, "back");

        awaitWatermarkAfter(System.currentTimeMillis(), PATIENCE);
        assertThat(seen.get().values()).containsExactly("back");
        assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        job.cancel().get();
    }

    /** Savepoints of the release before this source hold the state of Flink's own. */
    @Test
    void stateIsThatOfFlinksOwnSource() throws Exception {
        publish(0, "one");
        JobClient plain = read(log(), 2, new Configuration());
        await().atMost(PATIENCE).until(() -> seen.get().values().size() == 1);
        String savepoint =
                plain.stopWithSavepoint(
                                false,
                                directory.resolve("savepoints").toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        await().atMost(PATIENCE).until(() -> plain.getJobStatus().get() == JobStatus.FINISHED);
        publish(0, "two");
        publish(1, "three");

        Configuration restoring = new Configuration();
        restoring.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient job = read(source(), 3, restoring);
        awaitWatermarkAfter(System.currentTimeMillis(), PATIENCE);

        assertThat(seen.get().values()).containsExactlyInAnyOrder("one", "two", "three");
        job.cancel().get();
    }

    /** After the margin and the polls in between, the watermark must have passed the instant. */
    private void awaitWatermarkAfter(long instantMillis, Duration patience) {
        await().atMost(patience).until(() -> seen.get().watermarkMillis() > instantMillis);
    }

    private JobClient read(
            Source<RawEvent, ?, ?> source, int parallelism, Configuration configuration)
            throws Exception {
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(50));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        env.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "events")
                .uid("events")
                .transform(
                        "observe",
                        TypeInformation.of(RawEvent.class),
                        new ObservedEvents.Observe(seen))
                .uid("observe")
                .setParallelism(1);
        return env.executeAsync();
    }

    private UsageEventSource source() {
        return UsageEventSource.of(
                kafka.bootstrapServers(),
                "events",
                "source-test",
                new RawEventDeserializer(false),
                MARGIN);
    }

    private KafkaSource<RawEvent> log() {
        return KafkaSource.<RawEvent>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setTopics("events")
                .setGroupId("source-test")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new RawEventDeserializer(false))
                .build();
    }

    private void publish(int partition, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer("")) {
            producer.send(new ProducerRecord<>("events", partition, null, value.getBytes(UTF_8)))
                    .get();
        }
    }

    private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        Map<String, Object> settings =
                transactionalId.isEmpty()
                        ? Map.of("bootstrap.servers", kafka.bootstrapServers())
                        : Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "transactional.id",
                                transactionalId);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
