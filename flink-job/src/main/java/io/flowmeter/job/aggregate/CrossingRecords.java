package io.flowmeter.job.aggregate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.threshold.LimitWindow;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A crossing as a record: members as {@code GET /v1/threshold-crossings} has them, and {@code
 * namespace}; decimals are strings. Key: namespace and tenant, so one tenant's crossings stay in
 * order. A restart may write one twice; namespace, tenant, meter, limitKey, window, windowStart,
 * dimensions, threshold, direction and ordinal tell.
 */
public final class CrossingRecords implements KafkaRecordSerializationSchema<ThresholdCrossing> {
    private static final long serialVersionUID = 1L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String topic;

    public CrossingRecords(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            ThresholdCrossing crossing, KafkaSinkContext context, Long timestamp) {
        String key = crossing.namespace() + '/' + crossing.tenant();
        try {
            return new ProducerRecord<>(
                    topic,
                    key.getBytes(StandardCharsets.UTF_8),
                    JSON.writeValueAsBytes(json(crossing)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a crossing is JSON: " + crossing, e);
        }
    }

    private static ObjectNode json(ThresholdCrossing crossing) throws JsonProcessingException {
        LimitedWindow window = crossing.window();
        boolean isRolling = LimitWindow.valueOf(window.window()).isRolling();
        ObjectNode json =
                JSON.createObjectNode()
                        .put("namespace", crossing.namespace())
                        .put("tenant", crossing.tenant())
                        .put("limitKey", window.limit())
                        .put("meter", crossing.meter())
                        .put("window", window.window())
                        .put("windowStart", isRolling ? null : time(window.startMillis()))
                        .put("windowEnd", time(crossing.windowEndMillis()));
        json.set(
                "dimensions",
                window.dimensions().isEmpty() ? null : JSON.readTree(window.dimensions()));
        return json.put("threshold", crossing.threshold())
                .put("direction", crossing.direction())
                .put("ordinal", crossing.ordinal())
                .put("limitQuantity", text(crossing.limitQuantity()))
                .put("thresholdQuantity", text(crossing.thresholdQuantity()))
                .put("quantity", text(crossing.quantity()))
                .put("occurredAt", time(crossing.occurredMillis()));
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }

    private static @Nullable String text(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.toPlainString();
    }
}
