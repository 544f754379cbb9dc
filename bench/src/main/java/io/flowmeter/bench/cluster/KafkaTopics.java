package io.flowmeter.bench.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of Flowmeter, which keep everything for ever. */
final class KafkaTopics {

    static final String EVENTS = "usage-events";
    static final String DEAD_LETTERS = "usage-events-dead-letter";
    static final String CROSSINGS = "threshold-crossings";

    /** The broker's clock decides what is late. */
    private static final Map<String, String> CONFIG =
            Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1");

    private static final int EVENT_PARTITIONS = 4;

    private KafkaTopics() {}

    /** Creates those that do not exist. */
    static void create(String bootstrapServers) {
        try (var admin = admin(bootstrapServers)) {
            create(admin, EVENTS, EVENT_PARTITIONS);
            create(admin, DEAD_LETTERS, 1);
            create(admin, CROSSINGS, 1);
        }
    }

    /** Whether every partition of every topic there is can be written to. */
    static boolean areReady(String bootstrapServers)
            throws ExecutionException, InterruptedException {
        try (var admin = admin(bootstrapServers)) {
            if (admin.describeCluster().nodes().get().isEmpty()) {
                return false;
            }
            var topics = admin.listTopics().names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap((TopicDescription topic) -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        }
    }

    private static void create(Admin admin, String name, int partitions) {
        var topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(CONFIG);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("could not create topic " + name, e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Waiting.GaveUpException("interrupted while creating topic " + name, e);
        }
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "request.timeout.ms", "3000",
                        "default.api.timeout.ms", "5000",
                        "reconnect.backoff.ms", "100",
                        "reconnect.backoff.max.ms", "500"));
    }
}
