package io.flowmeter.job.ingest;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What the producers of this JVM were told about their records. Kafka makes an instance itself. */
public final class LetterAcknowledgements implements ProducerInterceptor<byte[], byte[]> {

    static final AtomicInteger STORED = new AtomicInteger();
    static final AtomicInteger FAILED = new AtomicInteger();

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> letter) {
        return letter;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, @Nullable Exception failure) {
        (failure == null ? STORED : FAILED).incrementAndGet();
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // Has no settings.
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
