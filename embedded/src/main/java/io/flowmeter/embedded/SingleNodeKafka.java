package io.flowmeter.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Settings and storage of a Kafka cluster of one node, which is its own KRaft controller and
 * listens on 127.0.0.1 only; the broker may run in this JVM or as a process.
 */
public final class SingleNodeKafka {

    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    /** There is one node: nothing is replicated and nobody is waited for. */
    private static final Map<String, String> ALONE =
            Map.of(
                    "offsets.topic.replication.factor", "1",
                    "transaction.state.log.replication.factor", "1",
                    "transaction.state.log.min.isr", "1",
                    "share.coordinator.state.topic.replication.factor", "1",
                    "share.coordinator.state.topic.min.isr", "1",
                    "group.initial.rebalance.delay.ms", "0",
                    // After a kill -9 the node waits until its former self counts as gone.
                    "broker.session.timeout.ms", "3000",
                    "broker.heartbeat.interval.ms", "500");

    /** One machine's worth of clients leaves its memory and threads to others. */
    private static final Map<String, String> SMALL =
            Map.of(
                    "log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20),
                    "log.cleaner.io.buffer.size", String.valueOf(128 << 10),
                    "offsets.topic.num.partitions", "4",
                    "transaction.state.log.num.partitions", "4",
                    "share.coordinator.state.topic.num.partitions", "4",
                    "num.network.threads", "2",
                    "num.io.threads", "4",
                    "background.threads", "4");

    private SingleNodeKafka() {}

    /** Gives a new directory the identity of a cluster; one that has an identity keeps it. */
    public static void formatIfNew(Path logs) throws IOException {
        if (Files.exists(logs.resolve("meta.properties"))) { // what formatting writes last
            return;
        }
        try (var silence =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(logs.toString())
                    .setDirectories(List.of(logs.toString()))
                    .run();
        } catch (Exception e) { // as declared by run()
            throw new IOException("could not make a Kafka cluster in " + logs, e);
        }
    }

    /** What {@code server.properties} says of such a node. */
    public static Map<String, String> settings(Path logs, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://" + LoopbackPort.HOST + ":" + brokerPort;
        String controller = LoopbackPort.HOST + ":" + controllerPort;
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("listeners", broker + "," + CONTROLLER + "://" + controller);
        settings.put("advertised.listeners", broker);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("log.dirs", logs.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(ALONE);
        settings.putAll(SMALL);
        return settings;
    }
}
