package io.flowmeter.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka 4.2 broker in this JVM: one node that is its own KRaft controller, on 127.0.0.1 only.
 * Topics are made by {@link #createTopic}, never by being written to.
 *
 * <p>What a producer was told is stored survives the end of this JVM, also by {@code kill -9}. It
 * is flushed when the operating system sees fit, so it may not survive the end of the machine.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String SERVICE = "Kafka";
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

    /** One machine's worth of clients shares this JVM's memory and threads with the broker. */
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

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, DirectoryLock lock, String bootstrapServers) {
        this.server = server;
        this.lock = lock;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker over {@code directory}. A later start over the same directory resumes the
     * same cluster: its id, topics, records and committed offsets, on whatever port.
     *
     * @param port 0 for a free one
     * @throws PortTakenException if another program listens on {@code port}
     * @throws IllegalStateException if another process uses the directory
     */
    public static EmbeddedKafka start(Path directory, int port) throws IOException {
        var brokerPort = LoopbackPort.choose(SERVICE, port);
        var realDirectory = directory.toAbsolutePath().normalize();
        var lock = DirectoryLock.acquire(realDirectory);
        try {
            var logs = realDirectory.resolve("logs");
            formatIfNew(logs);
            var server = startServer(logs, brokerPort);
            return new EmbeddedKafka(server, lock, LoopbackPort.HOST + ":" + brokerPort);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Host and port, as clients take them for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Makes sure that the topic exists with these settings. Of a topic that exists, the settings
     * not named stay as they are.
     *
     * @param config topic settings, for example {@code message.timestamp.type} to {@code
     *     LogAppendTime}
     * @throws IllegalStateException if the topic exists with another number of partitions: adding
     *     some would send a key's later records to another partition than its earlier ones
     */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        Topic.create(bootstrapServers, name, partitions, config);
    }

    /** Stops the broker in good order, so that the next start need not recover its logs. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not unlock Kafka's directory", e);
        }
    }

    /** Gives a new directory the identity of a cluster; one that has an identity keeps it. */
    private static void formatIfNew(Path logs) throws IOException {
        // Formatting writes this file last.
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try {
            new Formatter()
                    .setPrintStream(silence())
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

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private static KafkaRaftServer startServer(Path logs, int brokerPort) throws IOException {
        var controllerPort = LoopbackPort.choose("Kafka's controller", 0);
        var config = new KafkaConfig(settings(logs, brokerPort, controllerPort));
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }

    private static Properties settings(Path logs, int brokerPort, int controllerPort) {
        var broker = "PLAINTEXT://" + LoopbackPort.HOST + ":" + brokerPort;
        var controller = LoopbackPort.HOST + ":" + controllerPort;
        var settings = new Properties();
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
