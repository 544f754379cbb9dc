package io.flowmeter.job.ingest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Brings news of the ends of partitions to a reader. Its methods never wait for a broker. */
interface EndsFeed extends AutoCloseable {

    /**
     * @param positions where the reader stands in each of its partitions; asked from another thread
     */
    void start(Supplier<Map<TopicPartition, Long>> positions);

    /** Completes when there is something to take. */
    CompletableFuture<Void> news();

    /**
     * The latest news, if there are any since the last call.
     *
     * @throws IOException if there will be no more
     */
    Optional<ShownEnds> take() throws IOException;

    @Override
    void close();
}
