package io.flowmeter.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.ClusterSettings;
import io.flowmeter.bench.cluster.Endpoints;
import io.flowmeter.bench.oracle.Oracle;
import io.flowmeter.bench.oracle.OracleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * What an earlier release counted, the next one knows: its log, sent again, adds nothing, and its
 * events can be voided. {@link FaultsITCase} goes on from it too, but with a window so short that
 * all its identities are forgotten.
 */
class GoldenReleaseITCase {

    private static final Duration DEDUPLICATION_WINDOW = Duration.ofDays(3650);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOPIC = "usage-events";
    private static final String SUPPORT = "support-after-upgrade";
    private static final int VOIDED_OF = 5;

    /**
     * Tenants created when their first usage was on its way. What 0.1.0 had before it kept apart
     * the periods that overlap then, a void cannot keep apart either (CHANGELOG).
     */
    private static final String CREATED_LATE = "new-";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory = ClusterDirectory.inTarget("golden-it");

    @Test
    void theEventsOfAnEarlierReleaseAreKnownAfterTheUpgrade() throws Exception {
        ClusterDirectory.empty(directory);
        var golden = GoldenRelease.newest(ClusterDirectory.inTarget("../golden").normalize());
        golden.restoreLog(directory);
        var settings =
                ClusterSettings.in(directory)
                        .withDeduplicationWindow(DEDUPLICATION_WINDOW)
                        .withStateDiskMebibytes(0);
        try (var cluster = Cluster.up(settings)) {
            var endpoints = cluster.endpoints();
            String savepoint = golden.restoreTablesAndState(cluster);
            Instant upgradedAt = Instant.now();
            new JobOperator(cluster).start(Optional.of(savepoint));

            List<byte[]> voids = sendAllAgain(endpoints);
            awaitCounted(endpoints, sendVoids(endpoints, voids));

            var comparison =
                    Oracle.compare(
                            // Release 0.1.0 wrote no rows for copies that do not count (ADR 7).
                            OracleSettings.of(
                                            endpoints.bootstrapServers(),
                                            endpoints.jdbcUrl(),
                                            endpoints.ownerUser(),
                                            "",
                                            DEDUPLICATION_WINDOW)
                                    .withMonthsSince(upgradedAt)
                                    .rescaled());
            assertThat(comparison.isEqual()).as(comparison.toString()).isTrue();
            assertThat(count(endpoints, "audit_log WHERE actor = '" + SUPPORT + "'"))
                    .as("voids that found their event, of %d", voids.size())
                    .isGreaterThan(voids.size() / 2);
        }
    }

    private static List<byte[]> sendAllAgain(Endpoints endpoints) throws Exception {
        try (var echo = GoldenEcho.of(endpoints.bootstrapServers(), TOPIC, Duration.ZERO)) {
            List<byte[]> voids = new ArrayList<>();
            for (int index = 0; index < echo.log().size(); index += VOIDED_OF) {
                voidOf(echo.log().get(index)).ifPresent(voids::add);
            }
            echo.start();
            echo.finish();
            assertThat(echo.sent()).isEqualTo(echo.log().size()).isGreaterThan(5_000);
            return voids;
        }
    }

    /** Nothing for records that are not usage, or cannot be read. */
    private static Optional<byte[]> voidOf(ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        JsonNode event = record.value() == null ? null : usage(record.value());
        if (event == null) {
            return Optional.empty();
        }
        ObjectNode data = JSON.createObjectNode();
        data.set("id", event.get("id"));
        data.set("source", event.get("source"));
        ObjectNode correction = JSON.createObjectNode();
        correction.put("specversion", "1.0");
        correction.put("id", "void-" + record.partition() + "-" + record.offset());
        correction.put("source", SUPPORT);
        correction.put("type", "flowmeter.void");
        correction.set("subject", event.get("subject"));
        correction.set("namespace", event.get("namespace"));
        correction.put("time", Instant.now().toString());
        correction.set("data", data);
        return Optional.of(JSON.writeValueAsBytes(correction));
    }

    private static JsonNode usage(byte[] value) throws IOException {
        try {
            JsonNode event = JSON.readTree(value);
            boolean isUsage =
                    event.path("subject").isTextual()
                            && !event.path("subject").asText().startsWith(CREATED_LATE)
                            && event.path("namespace").isTextual()
                            && event.path("id").isTextual()
                            && event.path("source").isTextual()
                            && !event.path("type").asText().startsWith("flowmeter.");
            return isUsage ? event : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Returns when the last of them was appended. */
    private static Instant sendVoids(Endpoints endpoints, List<byte[]> voids) throws Exception {
        long last = 0;
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", endpoints.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (byte[] correction : voids) {
                var sent = producer.send(new ProducerRecord<>(TOPIC, correction));
                last = Math.max(last, sent.get().timestamp());
            }
        }
        return Instant.ofEpochMilli(last);
    }

    private static void awaitCounted(Endpoints endpoints, Instant appended) {
        String others = "job_progress WHERE watermark <= '" + appended + "'";
        await("everything appended by " + appended + " in the tables")
                .atMost(PATIENCE)
                .until(() -> count(endpoints, others) == 0);
    }

    private static long count(Endpoints endpoints, String rows) throws SQLException {
        try (Connection owner =
                        DriverManager.getConnection(
                                endpoints.jdbcUrl(), endpoints.ownerUser(), "");
                var statement = owner.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            result.next();
            return result.getLong(1);
        }
    }
}
