package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaITCase {

    private static final String TOPIC = "usage-events";
    private static final Map<String, String> APPEND_TIME =
            Map.of("message.timestamp.type", "LogAppendTime");

    @TempDir Path directory;

    @Test
    void restartOverTheSameDirectoryKeepsClusterTopicsAndRecords() throws Exception {
        String clusterId;
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopic(TOPIC, 2, APPEND_TIME);
            clusterId = clusterId(kafka);
            send(kafka, "before the restart", 42);
        }

        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(clusterId(kafka)).isEqualTo(clusterId);
            assertThat(read(kafka, 1))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("before the restart");
        }
    }

    @Test
    void recordsGetTheBrokersAppendTimeWhateverTheProducerClaims() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopic(TOPIC, 2, APPEND_TIME);
            var before = System.currentTimeMillis();

            send(kafka, "claims 1970", 42);

            assertThat(read(kafka, 1))
                    .singleElement()
                    .satisfies(
                            stored -> {
                                assertThat(stored.timestampType())
                                        .isEqualTo(TimestampType.LOG_APPEND_TIME);
                                assertThat(stored.timestamp())
                                        .isBetween(before, System.currentTimeMillis());
                            });
        }
    }

    @Test
    void topicMayBeCreatedAgainButNotWithOtherPartitions() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopic(TOPIC, 2, Map.of());
            kafka.createTopic(TOPIC, 2, APPEND_TIME);
            send(kafka, "after the setting changed", 42);

            assertThat(read(kafka, 1))
                    .extracting(ConsumerRecord::timestampType)
                    .containsExactly(TimestampType.LOG_APPEND_TIME);
            assertThatThrownBy(() -> kafka.createTopic(TOPIC, 3, APPEND_TIME))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must have 3 partitions, has 2");
        }
    }

    @Test
    void unknownTopicIsNotMadeByAskingForIt() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0);
                var admin = admin(kafka)) {
            var description = admin.describeTopics(List.of("typo")).allTopicNames();

            assertThatThrownBy(description::get)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, other.getLocalPort()))
                    .isInstanceOfSatisfying(
                            PortTakenException.class,
                            e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .hasMessageContaining("Kafka cannot listen on 127.0.0.1:");
        }
    }

    private static void send(EmbeddedKafka kafka, String value, long claimedMillis)
            throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        clientSettings(kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 1, claimedMillis, "acme", value)).get();
        }
    }

    private static List<ConsumerRecord<String, String>> read(EmbeddedKafka kafka, int count) {
        try (var consumer =
                new KafkaConsumer<>(
                        clientSettings(kafka),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 1);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(20)).records(partition);
            assertThat(records).hasSize(count);
            return records;
        }
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (var admin = admin(kafka)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(clientSettings(kafka));
    }

    private static Map<String, Object> clientSettings(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
