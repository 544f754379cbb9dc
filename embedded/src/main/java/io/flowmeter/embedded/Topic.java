package io.flowmeter.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Brings one topic into being, or an existing one to the settings asked for. */
final class Topic {

    private Topic() {}

    static void create(
            String bootstrapServers, String name, int partitions, Map<String, String> config) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            if (!createIfAbsent(admin, name, partitions, config)) {
                requirePartitions(admin, name, partitions);
                applyConfig(admin, name, config);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not create topic " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
    }

    private static boolean createIfAbsent(
            Admin admin, String name, int partitions, Map<String, String> config)
            throws ExecutionException, InterruptedException {
        var topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private static void requirePartitions(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        var topics = admin.describeTopics(List.of(name)).allTopicNames().get();
        var actual = topics.get(name).partitions().size();
        if (actual != partitions) {
            throw new IllegalStateException(
                    "topic "
                            + name
                            + " must have "
                            + partitions
                            + " partitions, has "
                            + actual
                            + ": ask for "
                            + actual
                            + ", or start over an empty directory");
        }
    }

    private static void applyConfig(Admin admin, String name, Map<String, String> config)
            throws ExecutionException, InterruptedException {
        if (config.isEmpty()) {
            return;
        }
        var changes =
                config.entrySet().stream()
                        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                        .toList();
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        admin.incrementalAlterConfigs(Map.of(topic, changes)).all().get();
    }
}
