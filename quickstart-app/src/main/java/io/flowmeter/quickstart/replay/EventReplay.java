package io.flowmeter.quickstart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.quickstart.sample.Dataset;
import io.flowmeter.quickstart.sample.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends sample events to Kafka as any producer should: CloudEvents JSON, the tenant as the key,
 * idempotent, each acknowledged by the broker.
 */
public final class EventReplay implements AutoCloseable {

    /** The rate that means: as fast as Kafka takes them. */
    public static final long UNLIMITED = 0;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final String namespace;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public EventReplay(String bootstrapServers, String topic, String namespace) {
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.LINGER_MS_CONFIG,
                                5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.topic = topic;
        this.namespace = namespace;
    }

    /**
     * Sends all events of the dataset and waits until Kafka has them.
     *
     * @param eventsPerSecond or {@link #UNLIMITED}
     * @throws IllegalStateException if Kafka did not take an event
     */
    public void send(Dataset dataset, long eventsPerSecond, Progress progress) {
        long startNanos = System.nanoTime();
        var sent = new AtomicLong();
        dataset.forEach(
                event -> {
                    pace(startNanos, sent.get(), eventsPerSecond);
                    var unused = producer.send(record(event), (metadata, e) -> fail(e));
                    progress.at(sent.incrementAndGet());
                });
        producer.flush();
        requireNoFailure();
    }

    @Override
    public void close() {
        producer.close();
    }

    private ProducerRecord<byte[], byte[]> record(SampleEvent event) {
        requireNoFailure();
        return new ProducerRecord<>(
                topic, event.tenant().getBytes(StandardCharsets.UTF_8), cloudEvent(event));
    }

    private byte[] cloudEvent(SampleEvent event) {
        ObjectNode json =
                JSON.createObjectNode()
                        .put("specversion", "1.0")
                        .put("id", event.id())
                        .put("source", event.source())
                        .put("type", event.type())
                        .put("subject", event.tenant())
                        .put("time", event.time().toString());
        if (!namespace.equals(UsageEvent.DEFAULT_NAMESPACE)) {
            json.put("namespace", namespace);
        }
        json.set("data", JSON.valueToTree(event.data()));
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sample event is always JSON: " + event, e);
        }
    }

    private void fail(@Nullable Exception e) {
        failure.compareAndSet(null, e);
    }

    private void requireNoFailure() {
        Exception e = failure.get();
        if (e != null) {
            throw new IllegalStateException("Kafka did not take an event of topic " + topic, e);
        }
    }

    private static void pace(long startNanos, long sent, long eventsPerSecond) {
        if (eventsPerSecond == UNLIMITED) {
            return;
        }
        long dueNanos = startNanos + sent * TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime());
        if (waitMillis > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(waitMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while sending events", e);
            }
        }
    }
}
