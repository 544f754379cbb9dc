package io.flowmeter.job.ingest;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What the broker has shown about the ends of partitions. Written by {@link EndsPoller}.
 *
 * @param askedAtMillis this machine's clock just before the broker was asked, epoch milliseconds
 * @param ends by partition, the offset from which on a reader has emitted every record that was
 *     readable then
 */
record ShownEnds(long askedAtMillis, Map<TopicPartition, Long> ends) {
    ShownEnds {
        ends = Map.copyOf(ends);
    }
}
