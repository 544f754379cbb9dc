package io.flowmeter.api.eventlog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log in Kafka: idempotent producer, every broker in sync acknowledges. */
public final class KafkaEventLog implements EventLog, AutoCloseable {

    private static final Duration LINGER = Duration.ofMillis(5);
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BLOCKED_AT_MOST = Duration.ofSeconds(5);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;

    public KafkaEventLog(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.CLIENT_ID_CONFIG,
                                "flowmeter-query-api",
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.LINGER_MS_CONFIG,
                                LINGER.toMillis(),
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                (int) DELIVERY_TIMEOUT.toMillis(),
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                (int) REQUEST_TIMEOUT.toMillis(),
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                BLOCKED_AT_MOST.toMillis()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public List<Optional<String>> append(List<LogRecord> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (LogRecord record : records) {
            Future<RecordMetadata> future = send(record);
            sent.add(future);
            if (hasFailed(future)) {
                break; // The rest would wait for the same, each as long as this one did.
            }
        }
        long deadline = System.nanoTime() + DELIVERY_TIMEOUT.toNanos();
        List<Optional<String>> outcomes = new ArrayList<>();
        for (Future<RecordMetadata> record : sent) {
            outcomes.add(outcome(record, deadline));
        }
        while (outcomes.size() < records.size()) {
            outcomes.add(Optional.of("not sent, because Kafka did not take the ones before"));
        }
        return outcomes;
    }

    /** Empty: the topic can be written to; otherwise what is wrong. */
    public Optional<String> problem() {
        var options = new DescribeTopicsOptions().timeoutMs((int) PROBE_TIMEOUT.toMillis());
        try {
            admin.describeTopics(List.of(topic), options)
                    .allTopicNames()
                    .get(PROBE_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("Kafka topic " + topic + ": " + e.getCause());
        } catch (TimeoutException e) {
            return Optional.of("Kafka topic " + topic + ": no answer in " + PROBE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Kafka topic " + topic + ": interrupted");
        }
    }

    @Override
    public void close() {
        producer.close(DELIVERY_TIMEOUT);
        admin.close(PROBE_TIMEOUT);
    }

    private Future<RecordMetadata> send(LogRecord record) {
        try {
            return producer.send(
                    new ProducerRecord<>(
                            topic, null, record.key(), record.value(), headers(record)));
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether the producer refused the record at once, or after waiting for the topic in vain. */
    private static boolean hasFailed(Future<RecordMetadata> sent) {
        return sent.isDone() && outcome(sent, System.nanoTime()).isPresent();
    }

    private static Headers headers(LogRecord record) {
        var headers = new RecordHeaders();
        record.headers()
                .forEach(
                        (name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private static Optional<String> outcome(Future<RecordMetadata> record, long deadline) {
        try {
            record.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("Kafka did not store it: " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            return Optional.of("Kafka did not answer in " + DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the API is stopping");
        }
    }
}
