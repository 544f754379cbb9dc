package io.flowmeter.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.embedded.EmbeddedKafka;
import io.flowmeter.embedded.FlinkSettings;
import io.flowmeter.job.catalog.CatalogDatabase;
import io.flowmeter.job.catalog.CatalogSource;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.ingest.RawEventDeserializer;
import io.flowmeter.job.ingest.UsageEventSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partition that cannot be read for a while is not a silent one. */
class UnreadPartitionITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VERDICTS = "select coalesce(sum(events), 0) from event_count";
    private static final String REFUSED = "select count(*) from dead_letter";
    private static final String QUANTITY =
            "select sum(quantity) from usage_aggregate where granularity = 'PERIOD'";

    @TempDir Path directory;

    private String url;
    private EmbeddedKafka kafka;
    private EmbeddedFlink flink;

    @BeforeEach
    void start() throws Exception {
        url = EmbeddedDatabase.shared().freshDatabase();
        try (Connection owner = DriverManager.getConnection(url, "postgres", "");
                Statement statement = owner.createStatement()) {
            statement.execute(
                    """
                    select record_catalog_change('default', 'METER', 'calls', 1,
                        '{"eventType":"call","aggregation":"COUNT","valueProperty":null,
                          "filter":[],"groupBy":{},"maxDimensionSets":10,
                          "effectiveFrom":"1970-01-01T00:00:00Z","archived":false}', 'epoch')\
                    """);
        }
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        kafka.createTopic("usage-events", 2, Map.of("message.timestamp.type", "LogAppendTime"));
        kafka.createTopic("usage-events-dead-letter", 1, Map.of());
        flink = EmbeddedFlink.start(FlinkSettings.in(directory.resolve("flink")));
    }

    @AfterEach
    void stop() throws Exception {
        StuckFetch.release();
        flink.close();
        kafka.close();
    }

    @Test
    void voidWaitsForItsTargetInAPartitionThatIsStuck() throws Exception {
        submit();
        publish(0, event("first", "call", "{}"));
        publish(1, event("second", "call", "{}"));
        awaitRow(VERDICTS, "2");
        StuckFetch.hold(1);
        publish(1, event("target", "call", "{}"));
        StuckFetch.awaitStuck();
        Instant stuckSince = Instant.now();

        publish(0, event("v", "flowmeter.void", "{\"id\":\"target\",\"source\":\"test\"}"));
        publish(0, event("third", "call", "{}"));
        awaitRow(VERDICTS, "3");
        await().during(Duration.ofSeconds(8))
                .atMost(PATIENCE)
                .until(
                        () ->
                                row(REFUSED).equals("0")
                                        && row("select min(watermark) < timestamptz '"
                                                        + stuckSince
                                                        + "' from job_progress")
                                                .equals("t"));
        StuckFetch.release();

        awaitRow("select count(*) from audit_log where action = 'void'", "1");
        awaitRow(VERDICTS, "5");
        assertThat(row(REFUSED)).isEqualTo("0");
        assertThat(row(QUANTITY)).isEqualTo("3");
    }

    private void submit() {
        JobConfig config =
                JobConfig.fromEnvironment(
                        Map.of(
                                "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS",
                                kafka.bootstrapServers(),
                                "FLOWMETER_JOB_DATABASE_URL",
                                url));
        var env = flink.environment();
        env.enableCheckpointing(200);
        UsageMeteringJob.build(
                env,
                config,
                new JobSources(
                        events(config),
                        new CatalogSource(new CatalogDatabase(url, "flowmeter_job", ""))),
                JobSinks.of(config));
        flink.submit(env);
    }

    private static Source<RawEvent, ?, ?> events(JobConfig config) {
        KafkaSource<RawEvent> log =
                KafkaSource.<RawEvent>builder()
                        .setBootstrapServers(config.kafkaBootstrapServers())
                        .setTopics(config.eventsTopic())
                        .setGroupId(config.consumerGroup())
                        .setStartingOffsets(OffsetsInitializer.earliest())
                        .setDeserializer(new RawEventDeserializer(false))
                        .setProperty("interceptor.classes", StuckFetch.class.getName())
                        .build();
        return new UsageEventSource(
                log,
                Map.of("bootstrap.servers", config.kafkaBootstrapServers()),
                config.watermarkMargin());
    }

    private void publish(int partition, String event) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    "usage-events", partition, null, event.getBytes(UTF_8)))
                    .get();
        }
    }

    private static String event(String id, String type, String data) {
        return """
        {"specversion":"1.0","id":"%s","source":"test","type":"%s","subject":"acme",\
        "time":"%s","data":%s}"""
                .formatted(id, type, Instant.now(), data);
    }

    private void awaitRow(String sql, String expected) {
        await(sql).atMost(PATIENCE).until(() -> row(sql).equals(expected));
    }

    private String row(String sql) throws Exception {
        List<String> rows = StoredTables.rows(url, sql);
        return rows.get(0);
    }
}
