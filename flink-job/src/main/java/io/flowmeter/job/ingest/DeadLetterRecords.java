package io.flowmeter.job.ingest;

import io.flowmeter.core.event.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a record: the original key, value and headers, and why it is here in headers
 * {@code flowmeter-reason}, {@code -detail}, {@code -position} and {@code -partial}. A restart may
 * write one twice; its position tells.
 *
 * <p>An event may be as large as its topic lets it be, and larger if it came compressed. One that
 * would not fit into this topic, with what is added to it, would stop the job for ever: such a
 * letter comes without the original, with header {@code flowmeter-omitted}. Table {@code
 * dead_letter} has it all.
 */
public final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    /**
     * Leaves room for reason and detail below the 1,048,576 bytes of {@code max.request.size} and
     * the 1,048,588 of {@code max.message.bytes}: kafka.apache.org/42/configuration
     */
    private static final int MAX_ORIGINAL_BYTES = 1_000_000;

    private final String topic;

    public DeadLetterRecords(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> dead =
                isTooLarge(letter) ? withoutOriginal() : withOriginal(letter);
        add(dead.headers(), "flowmeter-reason", letter.reason());
        add(dead.headers(), "flowmeter-detail", letter.detail());
        add(dead.headers(), "flowmeter-position", letter.position().toString());
        add(dead.headers(), "flowmeter-partial", Boolean.toString(letter.partial()));
        return dead;
    }

    private ProducerRecord<byte[], byte[]> withOriginal(DeadLetter letter) {
        var dead = new ProducerRecord<>(topic, letter.key(), letter.value());
        RecordHeaders.fromJson(letter.headers())
                .forEach((name, value) -> add(dead.headers(), name, value));
        return dead;
    }

    private ProducerRecord<byte[], byte[]> withoutOriginal() {
        ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(topic, null, null);
        add(dead.headers(), "flowmeter-omitted", "true");
        return dead;
    }

    /** As JSON the headers are no smaller than as headers, but for a few bytes each. */
    private static boolean isTooLarge(DeadLetter letter) {
        long headers = letter.headers().getBytes(StandardCharsets.UTF_8).length;
        return size(letter.key()) + size(letter.value()) + headers > MAX_ORIGINAL_BYTES;
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
