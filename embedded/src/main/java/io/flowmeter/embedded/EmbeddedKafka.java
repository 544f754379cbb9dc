package io.flowmeter.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka 4.2 broker in this JVM: one node that is its own KRaft controller, on 127.0.0.1 only.
 * Topics are made by {@link #createTopic}, never by being written to.
 *
 * <p>What a producer was told is stored survives the end of this JVM, also by {@code kill -9}. It
 * is flushed when the operating system sees fit, so it may not survive the end of the machine.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String SERVICE = "Kafka";

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
            SingleNodeKafka.formatIfNew(logs);
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

    private static KafkaRaftServer startServer(Path logs, int brokerPort) throws IOException {
        var controllerPort = LoopbackPort.choose("Kafka's controller", 0);
        var config = new KafkaConfig(SingleNodeKafka.settings(logs, brokerPort, controllerPort));
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
    }
}
