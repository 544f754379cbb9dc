package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;

/**
 * Does what the job does, for one meter that counts: reads the topic, and makes the usage of events
 * visible in the transaction that confirms their reservations. Each event counts once.
 */
final class CountingJob implements AutoCloseable {

    private final ApiFixture api;
    private final String periodStart;
    private final Set<String> counted = new HashSet<>();
    private final Thread thread = new Thread(this::run, "job");
    private volatile boolean isClosed;

    private CountingJob(ApiFixture api, String periodStart) {
        this.api = api;
        this.periodStart = periodStart;
    }

    /**
     * @param periodStart of every tenant's period
     */
    static CountingJob start(ApiFixture api, String periodStart) {
        var job = new CountingJob(api, periodStart);
        job.thread.start();
        return job;
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = api.consumer()) {
            var partitions =
                    List.of(new TopicPartition(api.topic, 0), new TopicPartition(api.topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isClosed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(20));
                if (!records.isEmpty()) {
                    api.owner.useTransaction(handle -> records.forEach(one -> count(handle, one)));
                }
            }
        }
    }

    private void count(Handle handle, ConsumerRecord<byte[], byte[]> record) {
        JsonNode event = read(record.value());
        String tenant = event.get("subject").textValue();
        if (counted.add(tenant + " " + event.get("id").textValue())) {
            handle.execute(
                    """
                    INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                        window_end, dimensions_hash, generation, aggregation, revision, event_count, quantity)
                    VALUES ('default', ?, 'calls', 'PERIOD', CAST(? AS timestamptz), 'infinity',
                        CAST(md5('') AS uuid), 0, 'COUNT', 1, 1, 1)
                    ON CONFLICT (namespace, tenant, meter, granularity, window_start, dimensions_hash, generation)
                    DO UPDATE SET quantity = usage_aggregate.quantity + 1
                    """,
                    tenant,
                    periodStart);
        }
        handle.execute(
                """
                UPDATE reservation SET confirmed_at = clock_timestamp()
                 WHERE namespace = 'default' AND tenant = ? AND id = ? AND confirmed_at IS NULL
                """,
                tenant,
                event.path("reservation").asText());
    }

    private static JsonNode read(byte[] event) {
        try {
            return Json.read(new String(event, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API publishes JSON", e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
