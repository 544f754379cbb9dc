package io.flowmeter.job.ingest;

import static io.flowmeter.job.ingest.LetterAcknowledgements.FAILED;
import static io.flowmeter.job.ingest.LetterAcknowledgements.STORED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.LogPosition;
import io.flowmeter.embedded.EmbeddedKafka;
import io.flowmeter.job.topic.TopicSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeadLetterTopicSinkITCase {

    private static final TopicPartition DEAD = new TopicPartition("dead", 0);
    private static final int LETTERS = 60;

    @TempDir static Path directory;

    private static EmbeddedKafka kafka;

    private final Configuration configuration =
            new Configuration()
                    .set(RestOptions.BIND_ADDRESS, "127.0.0.1")
                    .set(RestOptions.BIND_PORT, "0")
                    .set(PipelineOptions.GENERIC_TYPES, false)
                    .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");

    @BeforeEach
    void startKafka() throws IOException {
        kafka = EmbeddedKafka.start(directory, 0);
        kafka.createTopic(DEAD.topic(), 1, Map.of());
        STORED.set(0);
        FAILED.set(0);
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    /**
     * Flink stops the whole task manager, the only one here, if a sink throws when it is closed.
     */
    @Test
    void failureWithUndeliveredLettersRestartsTheJobAndNothingElse() throws Exception {
        var job = start(new LettersThroughAnOutage());

        job.getJobExecutionResult().get(30, TimeUnit.SECONDS);

        assertThat(FAILED).hasValue(LettersThroughAnOutage.PENDING);
        assertThat(positionsInTopic()).hasSize(LETTERS);
    }

    /** It was taken with the connector's own sink; without permission to leave state behind. */
    @Test
    void savepointOfTheFirstReleaseIsRestored() throws Exception {
        var savepoint = "/savepoint-0.1.0-dead-letter-topic/_metadata";
        var metadata = Path.of(DeadLetterTopicSinkITCase.class.getResource(savepoint).toURI());
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, metadata.getParent().toString());

        start(DeadLetterTopicSinkITCase::letter).getJobExecutionResult().get();

        assertThat(STORED).hasValue(LETTERS);
    }

    /** One task, under the uid the sink has in the real job. */
    private JobClient start(GeneratorFunction<Long, DeadLetter> letters) throws Exception {
        var env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.setMaxParallelism(720);
        env.fromSource(
                        new DataGeneratorSource<>(
                                letters, LETTERS, TypeInformation.of(DeadLetter.class)),
                        WatermarkStrategy.noWatermarks(),
                        "dead letters")
                .sinkTo(new TopicSink<>(impatient()))
                .uid("dead-letter-topic");
        return env.executeAsync();
    }

    /** Keeps letters for 5 s, unless it is flushed, and gives them up one second later. */
    private static KafkaSink<DeadLetter> impatient() {
        return KafkaSink.<DeadLetter>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setRecordSerializer(new DeadLetterRecords(DEAD.topic()))
                .setProperty("linger.ms", "5000")
                .setProperty("request.timeout.ms", "1000")
                .setProperty("delivery.timeout.ms", "6000")
                .setProperty("interceptor.classes", LetterAcknowledgements.class.getName())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    private static DeadLetter letter(long offset) {
        return new DeadLetter(
                new LogPosition("usage-events", 0, offset),
                "default",
                "acme",
                "BAD_TIME",
                "not a time",
                false,
                7,
                null,
                "{".getBytes(UTF_8),
                "{}");
    }

    private static Set<String> positionsInTopic() {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(List.of(DEAD));
            consumer.seekToBeginning(List.of(DEAD));
            long end = consumer.endOffsets(List.of(DEAD)).get(DEAD);
            var positions = new HashSet<String>();
            while (consumer.position(DEAD) < end) {
                for (var letter : consumer.poll(Duration.ofSeconds(1))) {
                    var position = letter.headers().lastHeader("flowmeter-position").value();
                    positions.add(new String(position, UTF_8));
                }
            }
            return positions;
        }
    }

    /**
     * Runs in the task of the sink. In its first life it stops Kafka while letters are pending, and
     * when they have expired, starts Kafka again and fails for another reason.
     */
    private static final class LettersThroughAnOutage
            implements GeneratorFunction<Long, DeadLetter> {
        private static final long serialVersionUID = 1L;

        private static final int PENDING = 20;

        @Override
        public DeadLetter map(Long offset) {
            if (offset == PENDING && FAILED.get() == 0) {
                kafka.close();
                await().until(() -> FAILED.get() == PENDING);
                startKafkaAgain();
                throw new IllegalStateException("induced failure");
            }
            return letter(offset);
        }

        private static void startKafkaAgain() {
            var servers = kafka.bootstrapServers();
            var port = Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
            try {
                kafka = EmbeddedKafka.start(directory, port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
