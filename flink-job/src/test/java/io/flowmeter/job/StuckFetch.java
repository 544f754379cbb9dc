package io.flowmeter.job;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A fetch that gets stuck: while a partition is held, a consumer that has fetched records of it
 * does not hand them out. For Kafka's setting {@code interceptor.classes}; held by one test at a
 * time.
 */
public final class StuckFetch implements ConsumerInterceptor<byte[], byte[]> {
    private static final int NONE = -1;
    private static final AtomicInteger HELD = new AtomicInteger(NONE);
    private static final Semaphore STUCK = new Semaphore(0);
    private static final Semaphore RELEASED = new Semaphore(0);

    static void hold(int partition) {
        HELD.set(partition);
    }

    static void awaitStuck() throws InterruptedException {
        STUCK.acquire();
    }

    static void release() {
        HELD.set(NONE);
        RELEASED.release();
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        if (records.partitions().stream().anyMatch(fetched -> fetched.partition() == HELD.get())) {
            STUCK.release();
            RELEASED.acquireUninterruptibly();
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> settings) {}
}
