package io.flowmeter.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log of the earlier release once more while faults strike, byte for byte and into the
 * same partitions: usage for the very windows that its savepoint holds.
 */
final class GoldenEcho implements AutoCloseable {

    private final Duration interval;
    private final List<ConsumerRecord<byte[], byte[]>> log;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "golden-echo");
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean isStopping;

    /**
     * Reads what the topic holds, before anything else is sent to it.
     *
     * @param interval from one record to the next
     */
    static GoldenEcho of(String bootstrapServers, String topic, Duration interval) {
        return new GoldenEcho(bootstrapServers, read(bootstrapServers, topic), interval);
    }

    private GoldenEcho(
            String bootstrapServers, List<ConsumerRecord<byte[], byte[]>> log, Duration interval) {
        this.log = log;
        this.interval = interval;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "delivery.timeout.ms", "3600000",
                                "max.block.ms", "3600000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /**
     * Sends no more, and waits until all that was sent is acknowledged.
     *
     * @throws IllegalStateException if Kafka refused a record
     */
    void stop() throws InterruptedException {
        isStopping = true;
        finish();
    }

    /**
     * Waits until the whole log is sent and acknowledged.
     *
     * @throws IllegalStateException if Kafka refused a record
     */
    void finish() throws InterruptedException {
        thread.join();
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("the earlier log was not sent", failure.get());
        }
    }

    List<ConsumerRecord<byte[], byte[]>> log() {
        return log;
    }

    long sent() {
        return acknowledged.get();
    }

    private void acknowledge(@Nullable RecordMetadata where, @Nullable Exception refusal) {
        if (refusal == null) {
            acknowledged.incrementAndGet();
        } else {
            failure.compareAndSet(null, refusal);
        }
    }

    @Override
    public void close() {
        isStopping = true;
        thread.interrupt();
        producer.close(Duration.ZERO);
    }

    private void send() {
        try {
            for (var record : log) {
                if (isStopping) {
                    return;
                }
                var unused =
                        producer.send(
                                new ProducerRecord<>(
                                        record.topic(),
                                        record.partition(),
                                        null,
                                        record.key(),
                                        record.value(),
                                        record.headers()),
                                this::acknowledge);
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String servers, String topic) {
        try (var consumer =
                new KafkaConsumer<>(
                        new HashMap<String, Object>(Map.of("bootstrap.servers", servers)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(log::add);
            }
            return log;
        }
    }
}
