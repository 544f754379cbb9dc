package io.flowmeter.job.ingest;

import io.flowmeter.core.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A dead letter as a record: the original key, value and headers, and why it is here in headers
 * {@code flowmeter-reason}, {@code -detail}, {@code -position} and {@code -partial}. A restart may
 * write one twice; its position tells.
 */
public final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    public DeadLetterRecords(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        var dead = new ProducerRecord<>(topic, letter.key(), letter.value());
        RecordHeaders.fromJson(letter.headers())
                .forEach((name, value) -> add(dead.headers(), name, value));
        add(dead.headers(), "flowmeter-reason", letter.reason());
        add(dead.headers(), "flowmeter-detail", letter.detail());
        add(dead.headers(), "flowmeter-position", letter.position().toString());
        add(dead.headers(), "flowmeter-partial", Boolean.toString(letter.partial()));
        return dead;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
