package io.flowmeter.quickstart;

import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedFlink;
import io.flowmeter.embedded.EmbeddedKafka;
import io.flowmeter.embedded.FlinkSettings;
import io.flowmeter.embedded.PortTakenException;
import io.flowmeter.quickstart.QuickstartOptions.Ports;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Postgres, Kafka and Flink over one data directory, and the configuration that names them. */
final class EmbeddedParts {

    static final String EVENTS_TOPIC = "usage-events";
    static final String DEAD_LETTER_TOPIC = "usage-events-dead-letter";
    static final String CROSSINGS_TOPIC = "threshold-crossings";

    private static final int EVENT_PARTITIONS = 4;
    private static final int SLOTS = 2;

    /** How long a data directory may rest before events it has not counted are forgotten. */
    private static final Duration STANDSTILL = Duration.ofDays(365);

    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final EmbeddedFlink flink;
    private final FlinkSettings flinkSettings;

    /**
     * Starts them one after the other.
     *
     * @param closing what is to close them
     */
    EmbeddedParts(DataDirectory data, Ports ports, StartLog log, Closing closing)
            throws IOException {
        database =
                log.start(
                        "Postgres",
                        () -> closing.add(startDatabase(data, ports)),
                        EmbeddedDatabase::jdbcUrl);
        kafka =
                log.start(
                        "Kafka",
                        () -> closing.add(EmbeddedKafka.start(data.kafka(), ports.kafka())),
                        EmbeddedKafka::bootstrapServers);
        createTopics();
        flinkSettings = FlinkSettings.in(data.flink()).withPort(ports.flink()).withSlots(SLOTS);
        flink =
                log.start(
                        "Flink",
                        () -> closing.add(EmbeddedFlink.start(flinkSettings)),
                        part -> part.webUrl().toString());
    }

    EmbeddedFlink flink() {
        return flink;
    }

    FlinkSettings flinkSettings() {
        return flinkSettings;
    }

    EmbeddedDatabase database() {
        return database;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    Connection connectAsOwner() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), "");
    }

    /** The same variables a job and an API of production are configured by; SMTP from outside. */
    Map<String, String> environment(int apiPort) {
        Map<String, String> environment = new HashMap<>();
        environment.put("FLOWMETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("FLOWMETER_EVENTS_TOPIC", EVENTS_TOPIC);
        environment.put("FLOWMETER_DEAD_LETTER_TOPIC", DEAD_LETTER_TOPIC);
        environment.put("FLOWMETER_CROSSINGS_TOPIC", CROSSINGS_TOPIC);
        environment.put("FLOWMETER_CONSUMER_GROUP", "flowmeter");
        environment.put("FLOWMETER_STANDSTILL", STANDSTILL.toString());
        environment.put("FLOWMETER_CHECKPOINT_INTERVAL", "PT1S");
        environment.put("FLOWMETER_JOB_DATABASE_URL", database.jdbcUrl());
        environment.put("FLOWMETER_JOB_DATABASE_USER", database.jobUser());
        environment.put("FLOWMETER_JOB_DATABASE_PASSWORD", "");
        environment.put("FLOWMETER_API_DATABASE_URL", database.jdbcUrl());
        environment.put("FLOWMETER_API_DATABASE_USER", database.apiUser());
        environment.put("FLOWMETER_API_DATABASE_PASSWORD", "");
        environment.put("FLOWMETER_API_HOST", "127.0.0.1");
        environment.put("FLOWMETER_API_PORT", String.valueOf(apiPort));
        environment.put("FLOWMETER_READY_LAG", "PT30S");
        // Who tries webhooks receives them here.
        environment.put("FLOWMETER_WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8,::1");
        environment.putAll(SmtpSettings.in(System.getenv()));
        return Map.copyOf(environment);
    }

    private static EmbeddedDatabase startDatabase(DataDirectory data, Ports ports)
            throws IOException {
        try {
            return EmbeddedDatabase.start(data.postgres(), ports.postgres());
        } catch (PortTakenException e) {
            throw new RefusedStartException(e.getMessage() + " with --postgres-port", e);
        }
    }

    private void createTopics() {
        // The broker's clock decides what is late.
        Map<String, String> config =
                Map.of(
                        "message.timestamp.type",
                        "LogAppendTime",
                        "retention.ms",
                        String.valueOf(STANDSTILL.toMillis()));
        kafka.createTopic(EVENTS_TOPIC, EVENT_PARTITIONS, config);
        kafka.createTopic(DEAD_LETTER_TOPIC, 1, config);
        kafka.createTopic(CROSSINGS_TOPIC, 1, config);
    }
}
