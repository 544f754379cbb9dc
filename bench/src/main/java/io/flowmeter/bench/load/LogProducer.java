package io.flowmeter.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends records to the event log, each once and in order per partition, however long the broker
 * is away: then it waits. How many records wait is bounded, and so is the burst afterwards.
 */
final class LogProducer implements AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final int SECONDS_OUTSTANDING = 3;

    /**
     * What records claim their time to be. The broker overwrites it with the append time; where it
     * comes back, the append time is not known.
     */
    private static final long NO_TIME = 0;

    private final LoadSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final int maxOutstanding;
    private final Semaphore room;
    private final Listener listener;

    /** Hears what became of each record, in order per partition. */
    interface Listener {
        /**
         * @param appendedAt the broker's append time; never before it
         */
        void appended(LoadRecord record, Instant appendedAt);

        void lost(LoadRecord record, Exception why);
    }

    LogProducer(String bootstrapServers, LoadSettings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.maxOutstanding = SECONDS_OUTSTANDING * settings.eventsPerSecond() + 100;
        this.room = new Semaphore(maxOutstanding);
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.CLIENT_ID_CONFIG,
                                "flowmeter-load",
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                                "lz4",
                                ProducerConfig.LINGER_MS_CONFIG,
                                5,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                5_000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                (int) FOREVER.toMillis(),
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                FOREVER.toMillis(),
                                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                                1_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Waits while too many records are outstanding. */
    void send(LoadRecord record) throws InterruptedException {
        room.acquire();
        var message =
                new ProducerRecord<>(settings.topic(), null, NO_TIME, record.key(), record.value());
        record.headers()
                .forEach(
                        (name, value) ->
                                message.headers()
                                        .add(name, value.getBytes(StandardCharsets.UTF_8)));
        var unused =
                producer.send(message, (metadata, failure) -> completed(record, metadata, failure));
    }

    /** Whether every record was acknowledged, or refused, in this time. */
    boolean awaitAcknowledged(Duration patience) throws InterruptedException {
        boolean isDone =
                room.tryAcquire(maxOutstanding, patience.toMillis(), TimeUnit.MILLISECONDS);
        if (isDone) {
            room.release(maxOutstanding);
        }
        return isDone;
    }

    /** Gives up what is not acknowledged. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private void completed(LoadRecord record, RecordMetadata metadata, Exception failure) {
        if (failure != null) {
            listener.lost(record, failure);
        } else {
            boolean isKnown = metadata.timestamp() > NO_TIME;
            listener.appended(
                    record, isKnown ? Instant.ofEpochMilli(metadata.timestamp()) : Instant.now());
        }
        room.release();
    }
}
