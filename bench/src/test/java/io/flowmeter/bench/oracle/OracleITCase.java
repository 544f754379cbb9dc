package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle on a real broker and a real database, with one refused event. */
class OracleITCase {
    private static final byte[] GARBAGE = "{".getBytes(StandardCharsets.UTF_8);

    @Test
    void wholeLogIsComparedOnceTheJobHasReadIt(@TempDir Path directory) throws Exception {
        String url = EmbeddedDatabase.shared().freshDatabase();
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopic("usage-events", 4, Map.of("message.timestamp.type", "LogAppendTime"));
            kafka.createTopic("usage-events-dead-letter", 1, Map.of());
            kafka.createTopic("threshold-crossings", 1, Map.of());
            OracleSettings settings =
                    OracleSettings.of(
                            kafka.bootstrapServers(), url, "postgres", "", Duration.ofMinutes(1));
            assertThat(Oracle.compare(settings).isEqual()).as("nothing in, nothing out").isTrue();

            RecordMetadata refused = send(settings, new ProducerRecord<>("usage-events", GARBAGE));
            assertThatThrownBy(() -> Oracle.compare(settings))
                    .isInstanceOf(JobBehindException.class)
                    .hasMessageContaining("usage-events-" + refused.partition() + "@0");

            store(url, refused);
            assertThat(Oracle.compare(settings).differences())
                    .extracting(Difference::table)
                    .containsExactly("topic usage-events-dead-letter");

            send(settings, letter(refused));
            Comparison comparison = Oracle.compare(settings);
            assertThat(comparison.differences()).isEmpty();
            assertThat(comparison.rowCount()).isEqualTo(4);
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(RecordMetadata refused) {
        var letter = new ProducerRecord<byte[], byte[]>("usage-events-dead-letter", GARBAGE);
        Map.of(
                        "position", "usage-events-" + refused.partition() + "@0",
                        "reason", "UNPARSABLE",
                        "partial", "false",
                        "detail", "it is no JSON")
                .forEach(
                        (name, text) ->
                                letter.headers()
                                        .add(
                                                "flowmeter-" + name,
                                                text.getBytes(StandardCharsets.UTF_8)));
        return letter;
    }

    private static RecordMetadata send(
            OracleSettings settings, ProducerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> servers = Map.of("bootstrap.servers", settings.bootstrapServers());
        try (var producer =
                new KafkaProducer<>(
                        servers, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(record).get();
        }
    }

    private static void store(String url, RecordMetadata refused) throws SQLException {
        try (var owner = DriverManager.getConnection(url, "postgres", "");
                var statement = owner.createStatement()) {
            statement.execute(
                    String.format(
                            """
                INSERT INTO dead_letter (
                    topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                    appended_at, failed_at, record_value)
                VALUES ('usage-events', %1$d, 0, '', '', 'UNPARSABLE', 'it is no JSON', false,
                        timestamptz 'epoch' + %2$d * interval '1 millisecond', now(), '{');
                INSERT INTO event_count (namespace, verdict, detail, generation, revision, events)
                VALUES ('', 'DEAD_LETTER', 'UNPARSABLE', 0, 1, 1);
                INSERT INTO job_progress (
                    sink_uid, subtask, parallelism, checkpoint_id, watermark, committed_at)
                VALUES ('store', 0, 1, 1,
                        timestamptz 'epoch' + (%2$d + 1) * interval '1 millisecond', now());
                """,
                            refused.partition(), refused.timestamp()));
        }
    }
}
