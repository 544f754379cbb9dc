package io.flowmeter.api;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jdbi.v3.core.Jdbi;

/** An API over a database and a topic of its own, and a client that has keys to it. */
public final class ApiFixture implements AutoCloseable {

    /** When every test happens unless it says otherwise. */
    public static final Instant NOW = Instant.parse("2026-03-20T10:07:30Z");

    /** Every scope, namespace {@code default}. */
    public static final String KEY = "um_live_admin0001_s3cret-of-default";

    /** Every scope, namespace {@code other}. */
    public static final String FOREIGN_KEY = "um_live_other0001_s3cret-of-other";

    /** Every scope, namespace {@code default}, tenant {@code acme}. */
    public static final String ACME_KEY = "um_live_acme00001_s3cret-of-acme";

    /** Scope read, namespace {@code default}. */
    public static final String READ_KEY = "um_live_reader001_s3cret-of-reader";

    private static final String ALL = "{ingest,read,manage}";

    public final TestClock clock = new TestClock(NOW);
    public final Jdbi owner;
    public final String databaseUrl;
    public final ApiConfig config;
    public final QueryApi api;
    public final String topic = "events-" + UUID.randomUUID();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String bootstrapServers;

    private ApiFixture(String bootstrapServers, Map<String, String> settings) {
        this.bootstrapServers = bootstrapServers;
        var server = EmbeddedDatabase.shared();
        databaseUrl = server.freshDatabase();
        owner = Jdbi.create(databaseUrl, server.ownerUser(), "");
        execute("INSERT INTO namespace (namespace, recorded_at) VALUES ('other', 'epoch')");
        addKey(KEY, "default", null, ALL);
        addKey(FOREIGN_KEY, "other", null, ALL);
        addKey(ACME_KEY, "default", "acme", ALL);
        addKey(READ_KEY, "default", null, "{read}");
        var environment = new HashMap<>(settings);
        environment.putAll(environment());
        config = ApiConfig.fromEnvironment(environment);
        api = QueryApi.start(config, clock);
    }

    /** With the broker that all tests of this JVM share. */
    public static ApiFixture start() {
        return start(Map.of());
    }

    /** As {@link #start()}, with more variables FLOWMETER_…. */
    public static ApiFixture start(Map<String, String> settings) {
        var fixture = new ApiFixture(TestKafka.SHARED.bootstrapServers(), settings);
        TestKafka.SHARED.createTopic(
                fixture.topic, 2, Map.of("message.timestamp.type", "LogAppendTime"));
        return fixture;
    }

    /** With a broker of the caller, who makes the topic. */
    public static ApiFixture startWith(String bootstrapServers) {
        return new ApiFixture(bootstrapServers, Map.of());
    }

    Map<String, String> environment() {
        return TestEnvironment.of(databaseUrl, bootstrapServers, topic);
    }

    public void execute(String sql, Object... values) {
        owner.useHandle(handle -> handle.execute(sql, values));
    }

    public void addKey(String key, String namespace, String tenant, String scopes) {
        String[] parts = key.split("_", 4);
        execute(
                "INSERT INTO api_key (id, namespace, tenant, secret_hash, scopes)"
                        + " VALUES (?, ?, ?, ?, CAST(? AS text[]))",
                parts[2],
                namespace,
                tenant,
                sha256(parts[3]),
                scopes);
    }

    public Answer get(String path) {
        return get(path, KEY);
    }

    public Answer get(String path, String key) {
        return send(request(path, key).GET());
    }

    public Answer post(String path, String json) {
        return post(path, json, "application/json");
    }

    public Answer post(String path, String body, String contentType) {
        return post(path, body, contentType, KEY);
    }

    public Answer post(String path, String body, String contentType, String key) {
        return write("POST", path, body, contentType, key);
    }

    public Answer write(String method, String path, String json) {
        return write(method, path, json, "application/json", KEY);
    }

    public Answer write(String method, String path, String body, String contentType, String key) {
        return send(
                request(path, key)
                        .header("Content-Type", contentType)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of the topic's broker; it reads nothing yet. */
    public KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Everything on the topic, by partition and offset. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            var partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().stream().mapToLong(o -> o).sum();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (records.size() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** The values on the topic. */
    public List<String> values() {
        return records().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        api.close();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
