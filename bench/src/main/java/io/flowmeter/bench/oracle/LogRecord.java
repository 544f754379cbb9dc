package io.flowmeter.bench.oracle;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of a topic. Key: topic, partition, offset.
 *
 * @param appendMillis when the broker appended it, epoch milliseconds
 * @param headers names to texts: of several with one name the last; one without a value takes the
 *     name away; bytes that are not UTF-8, and U+0000, are U+FFFD
 */
record LogRecord(
        String topic,
        int partition,
        long offset,
        long appendMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, String> headers) {

    /** The order the log was written in. */
    static final Comparator<LogRecord> APPEND_ORDER =
            Comparator.comparingLong(LogRecord::appendMillis)
                    .thenComparingInt(LogRecord::partition)
                    .thenComparingLong(LogRecord::offset);

    /** As {@code audit_log.origin} writes it. */
    String position() {
        return topic + "-" + partition + "@" + offset;
    }

    /** Records are told apart by where they stand. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogRecord record
                && record.topic.equals(topic)
                && record.partition == partition
                && record.offset == offset;
    }

    @Override
    public int hashCode() {
        return 31 * partition + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return position();
    }
}
