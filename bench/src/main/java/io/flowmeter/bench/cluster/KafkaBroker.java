package io.flowmeter.bench.cluster;

import io.flowmeter.embedded.SingleNodeKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A Kafka broker process: one node that is its own KRaft controller. What a producer was told is
 * stored survives {@code kill -9}.
 */
final class KafkaBroker {

    private KafkaBroker() {}

    static Service service(Home home, Layout layout, Ports ports, ProcessTable table)
            throws IOException {
        String name = "kafka";
        SingleNodeKafka.formatIfNew(layout.kafka());
        Path file = layout.configuration("kafka.properties");
        write(
                file,
                SingleNodeKafka.settings(layout.kafka(), ports.kafka(), ports.kafkaController()));
        var command =
                new JavaCommand(home.benchClassPath(), "kafka.Kafka")
                        .options(List.of("-Xms256m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"))
                        .logging(layout.loggingConfiguration(), layout.log(name))
                        .arguments(List.of(file.toString()));
        return new Service(
                name,
                layout.log(name),
                table,
                () -> new Launch(command.words()),
                () -> KafkaTopics.areReady(Endpoints.of(ports).bootstrapServers()));
    }

    private static void write(Path file, Map<String, String> settings) throws IOException {
        var properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
    }
}
