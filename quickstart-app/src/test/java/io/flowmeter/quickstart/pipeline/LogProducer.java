package io.flowmeter.quickstart.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to the event topic past the API, as any producer may: also what it should not. */
final class LogProducer implements AutoCloseable {
    private static final String TOPIC = "usage-events";

    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * @param compression as Kafka names it, such as {@code none} or {@code zstd}
     */
    LogProducer(String bootstrapServers, String compression) {
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "enable.idempotence",
                                true,
                                "compression.type",
                                compression,
                                "max.request.size",
                                64 << 20,
                                "buffer.memory",
                                128 << 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** To the partition of the key. */
    Future<RecordMetadata> send(String key, byte[] value) {
        return producer.send(new ProducerRecord<>(TOPIC, bytes(key), value));
    }

    /** To a partition, with the producer's own idea of the time. */
    Future<RecordMetadata> send(int partition, long timestampMillis, byte[] value) {
        return producer.send(new ProducerRecord<>(TOPIC, partition, timestampMillis, null, value));
    }

    @Override
    public void close() {
        producer.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
