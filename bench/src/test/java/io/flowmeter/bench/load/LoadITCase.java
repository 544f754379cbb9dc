package io.flowmeter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadITCase {
    private static final String TOPIC = "usage-events";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private final AtomicInteger requests = new AtomicInteger();
    private EmbeddedKafka kafka;
    private HttpServer api;

    @BeforeEach
    void startKafkaAndAnApiThatIsDownHalfOfTheTime() throws IOException {
        kafka = EmbeddedKafka.start(directory, 0);
        kafka.createTopic(TOPIC, 4, Map.of("message.timestamp.type", "LogAppendTime"));
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", this::answer);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
        kafka.close();
    }

    @Test
    void theTopicHasWhatTheCountsSay() throws Exception {
        String database = EmbeddedDatabase.shared().freshDatabase() + "?user=postgres";
        var base = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
        Instant before = Instant.now().minusSeconds(1);
        Map<LoadKind, Long> counts;
        Instant lastAppended;
        try (var load =
                new UsageLoad(
                        kafka.bootstrapServers(),
                        base,
                        database,
                        LoadSettings.of(3).withEventsPerSecond(2_000))) {
            load.start();
            await().atMost(PATIENCE).until(() -> appended(load.counts()) > 3_000);
            load.stop(PATIENCE);
            counts = load.counts();
            lastAppended = load.lastAppended().orElseThrow();
            assertThat(load.problems()).isEmpty();
            assertThat(load.apiKeys()).hasSize(2);
        }

        List<ConsumerRecord<byte[], byte[]>> records = records(appended(counts));
        assertThat(records).hasSize((int) appended(counts));
        assertThat(records.stream().mapToLong(ConsumerRecord::timestamp).max().orElseThrow())
                .isEqualTo(lastAppended.toEpochMilli());
        assertThat(lastAppended).isAfter(before);
        assertThat(records.stream().filter(record -> record.value() == null).count())
                .isEqualTo(counts.get(LoadKind.POISON_TOMBSTONE));
        assertThat(counts.get(LoadKind.API_EVENT)).isPositive();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(requests.incrementAndGet() % 2 == 0 ? 503 : 201, -1);
        exchange.close();
    }

    /** Records, without what goes through the API. */
    private static long appended(Map<LoadKind, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> isRecord(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isRecord(LoadKind kind) {
        return switch (kind) {
            case API_EVENT,
                    API_REFUSED_EVENT,
                    METER_CREATED,
                    METER_CHANGED,
                    METER_ARCHIVED,
                    TENANT_CREATED,
                    TENANT_CHANGED,
                    PLAN_CHANGED,
                    SUBSCRIPTION_CHANGED,
                    PAUSE ->
                    false;
            default -> true;
        };
    }

    private List<ConsumerRecord<byte[], byte[]>> records(long count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions =
                    consumer.partitionsFor(TOPIC).stream()
                            .map(info -> new TopicPartition(TOPIC, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                                return records.size() >= count;
                            });
        }
        return records;
    }
}
