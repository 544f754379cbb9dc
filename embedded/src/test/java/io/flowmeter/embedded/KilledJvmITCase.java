package io.flowmeter.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart's JVM ends by {@code kill -9}; what it acknowledged is there again. */
class KilledJvmITCase {

    private static final String TOPIC = "usage-events";

    @TempDir Path directory;

    @Test
    void kafkaAndPostgresKeepWhatTheyAcknowledged() throws Exception {
        var port = LoopbackPort.choose("Postgres", 0);
        var victim = startVictim(port);
        victim.destroyForcibly();
        victim.onExit().join();

        // Postgres outlives its JVM, and so still has the port.
        try (var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                var database = EmbeddedDatabase.start(directory.resolve("postgres"), port)) {
            assertThat(countRecords(kafka)).isEqualTo(1);
            assertThat(findGeneration(database)).isTrue();
        }
    }

    private Process startVictim(int port) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        var victim =
                new ProcessBuilder(
                                java,
                                "-Xmx512m",
                                "-cp",
                                classPath,
                                Victim.class.getName(),
                                directory.toString(),
                                String.valueOf(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var output =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), UTF_8))) {
            assertThat(output.lines()).contains("ready");
        }
        return victim;
    }

    private static long countRecords(EmbeddedKafka kafka) throws Exception {
        var partition = new TopicPartition(TOPIC, 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var latest = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
            return latest.partitionResult(partition).get().offset();
        }
    }

    private static boolean findGeneration(EmbeddedDatabase database) throws Exception {
        try (var connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.jobUser(), "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT FROM generation WHERE id = 7")) {
            return rows.next();
        }
    }

    /** Stores one record and one row, says so, and waits to be killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            var directory = Path.of(arguments[0]);
            var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
            kafka.createTopic(TOPIC, 1, Map.of());
            storeRecord(kafka);
            var port = Integer.parseInt(arguments[1]);
            storeRow(EmbeddedDatabase.start(directory.resolve("postgres"), port));
            System.out.println("ready");
            System.out.close();
            new CountDownLatch(1).await();
        }

        private static void storeRecord(EmbeddedKafka kafka) throws Exception {
            Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (var producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, "acme", "an event")).get();
            }
        }

        private static void storeRow(EmbeddedDatabase database) throws Exception {
            try (var connection =
                            DriverManager.getConnection(
                                    database.jdbcUrl(), database.ownerUser(), "");
                    var statement = connection.createStatement()) {
                statement.execute("INSERT INTO generation (id, active) VALUES (7, false)");
            }
        }
    }
}
