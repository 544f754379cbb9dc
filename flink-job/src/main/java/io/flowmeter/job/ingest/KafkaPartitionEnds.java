package io.flowmeter.job.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.time.Deadline;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Asks with a consumer of its own, without a group. The last offsets of a partition may hold no
 * record: markers of transactions, or what retention took. Where a reader stands still below the
 * end, a fetch from its position tells such a gap from a record that the reader has yet to read.
 */
final class KafkaPartitionEnds implements PartitionEnds {
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(1);
    private static final Duration POLL_TIME = Duration.ofMillis(50);

    /**
     * A broker that does not answer is asked again soon; a probe wants to know of one record only.
     * Where a reader stands before the first record left by retention, so does the probe.
     */
    private static final Map<String, Object> SETTINGS =
            Map.of(
                    "enable.auto.commit", false,
                    "auto.offset.reset", "earliest",
                    "request.timeout.ms", 5_000,
                    "default.api.timeout.ms", 5_000,
                    "max.partition.fetch.bytes", 16_384);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Probe> probes = new HashMap<>();
    private Map<TopicPartition, Long> earlier = Map.of();

    /**
     * What lies at a reader's position.
     *
     * @param emptyUntil from the position up to this offset, itself excluded, there is no record
     * @param isRecordThere whether there is one behind that
     */
    private record Probe(long position, long emptyUntil, boolean isRecordThere) {}

    /**
     * @param settings how to reach the brokers
     */
    KafkaPartitionEnds(Map<String, Object> settings) {
        this(new KafkaConsumer<>(complete(settings), bytes(), bytes()));
    }

    KafkaPartitionEnds(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    @Override
    public Map<TopicPartition, Long> of(Map<TopicPartition, Long> positions) {
        consumer.assign(positions.keySet()); // it warns of the end of any other partition
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(positions.keySet()));
        Set<TopicPartition> unclear = new HashSet<>(positions.keySet());
        unclear.removeIf(partition -> !isUnclear(partition, positions, ends));
        earlier = Map.copyOf(positions);
        probe(unclear, positions, ends);
        positions.forEach(
                (partition, position) -> {
                    Probe probe = findProbe(partition, position);
                    if (probe != null && probe.emptyUntil() >= ends.get(partition)) {
                        ends.put(partition, position);
                    }
                });
        return ends;
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** A reader that moves is not at a gap; what was found at a position stays there. */
    private boolean isUnclear(
            TopicPartition partition,
            Map<TopicPartition, Long> positions,
            Map<TopicPartition, Long> ends) {
        Long position = positions.get(partition);
        Probe probe = findProbe(partition, position);
        return position < ends.get(partition)
                && position.equals(earlier.get(partition))
                && (probe == null
                        || (!probe.isRecordThere() && probe.emptyUntil() < ends.get(partition)));
    }

    private @Nullable Probe findProbe(TopicPartition partition, long position) {
        Probe probe = probes.get(partition);
        return probe != null && probe.position() == position ? probe : null;
    }

    private void probe(
            Set<TopicPartition> unclear,
            Map<TopicPartition, Long> positions,
            Map<TopicPartition, Long> ends) {
        if (unclear.isEmpty()) {
            return;
        }
        consumer.assign(unclear);
        for (TopicPartition partition : unclear) {
            consumer.seek(partition, positions.get(partition));
        }
        Deadline deadline = Deadline.fromNow(LONGEST_PROBE);
        while (!unclear.isEmpty() && deadline.hasTimeLeft()) {
            Set<TopicPartition> withRecords = consumer.poll(POLL_TIME).partitions();
            unclear.removeIf(
                    partition -> {
                        boolean isRecordThere = withRecords.contains(partition);
                        return isRecordThere
                                ? found(partition, positions.get(partition))
                                : isPassed(partition, positions.get(partition), ends);
                    });
            // Of a partition that is decided no more is fetched.
            consumer.assign(unclear);
        }
    }

    private boolean found(TopicPartition partition, long position) {
        probes.put(partition, new Probe(position, position, true));
        return true;
    }

    private boolean isPassed(
            TopicPartition partition, long position, Map<TopicPartition, Long> ends) {
        long reached = consumer.position(partition);
        probes.put(partition, new Probe(position, reached, false));
        return reached >= ends.get(partition);
    }

    private static Map<String, Object> complete(Map<String, Object> settings) {
        Map<String, Object> complete = new HashMap<>(settings);
        complete.putAll(SETTINGS);
        return complete;
    }

    private static ByteArrayDeserializer bytes() {
        return new ByteArrayDeserializer();
    }
}
