package io.flowmeter.job.ingest;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker for the ends of partitions. For one thread, but for {@link #wakeUp}. */
interface PartitionEnds extends AutoCloseable {

    /**
     * From which offset on a reader has emitted every record that is readable now: the end of the
     * partition, or the reader's own position if nothing but gaps lies between it and the end.
     *
     * @param positions the offset each partition's reader will read next
     * @throws org.apache.kafka.common.errors.RetriableException if the broker does not answer
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeUp}
     */
    Map<TopicPartition, Long> of(Map<TopicPartition, Long> positions);

    /** Lets the call that another thread makes, or else the next one, end at once. */
    void wakeUp();

    @Override
    void close();
}
