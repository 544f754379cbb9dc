package io.flowmeter.bench.oracle;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TopicReader() {}

    /**
     * All records of all partitions, from the beginning to the end there is now, in append order.
     *
     * @throws IllegalStateException if a record lacks the broker's append time, the topic begins
     *     after offset 0, or the broker does not answer
     */
    static List<LogRecord> readLog(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic, true);
    }

    /** As {@link #readLog}, whatever the records' timestamps are. */
    static List<LogRecord> readAny(String bootstrapServers, String topic) {
        return read(bootstrapServers, topic, false);
    }

    private static List<LogRecord> read(String servers, String topic, boolean isLog) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest");
        List<LogRecord> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            if (isLog) {
                requireWhole(consumer.beginningOffsets(partitions));
            }
            consumer.seekToBeginning(partitions);
            readTo(consumer, consumer.endOffsets(partitions), isLog, records);
        }
        records.sort(LogRecord.APPEND_ORDER);
        return records;
    }

    private static void requireWhole(Map<TopicPartition, Long> beginnings) {
        beginnings.forEach(
                (partition, offset) -> {
                    if (offset != 0) {
                        throw new IllegalStateException(
                                "event log: "
                                        + partition
                                        + " must hold everything from offset 0, begins at "
                                        + offset
                                        + ": set its retention off");
                    }
                });
    }

    private static void readTo(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            boolean isLog,
            List<LogRecord> records) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                var partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records.add(read(record, isLog));
                }
            }
            if (!polled.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Kafka gave nothing for " + PATIENCE + " before the ends " + ends);
            }
        }
    }

    private static LogRecord read(ConsumerRecord<byte[], byte[]> record, boolean isLog) {
        if (isLog && record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw new IllegalStateException(
                    "event log: "
                            + record.topic()
                            + "-"
                            + record.partition()
                            + "@"
                            + record.offset()
                            + " must carry the broker's append time, carries "
                            + record.timestampType());
        }
        return new LogRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                texts(record.headers()));
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            String name = header.key().replace('\0', '\uFFFD');
            if (header.value() == null) {
                texts.remove(name);
            } else {
                String text = new String(header.value(), StandardCharsets.UTF_8);
                texts.put(name, text.replace('\0', '\uFFFD'));
            }
        }
        return texts.isEmpty() ? Map.of() : texts;
    }
}
