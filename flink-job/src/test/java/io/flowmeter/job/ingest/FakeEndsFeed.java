package io.flowmeter.job.ingest;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Brings what a test shows. */
final class FakeEndsFeed implements EndsFeed {
    private CompletableFuture<Void> news = new CompletableFuture<>();
    private @Nullable ShownEnds latest;
    private @Nullable Supplier<Map<TopicPartition, Long>> positions;
    private boolean isClosed;

    void show(long askedAtMillis, Map<TopicPartition, Long> ends) {
        latest = new ShownEnds(askedAtMillis, ends);
        news.complete(null);
    }

    @Nullable Supplier<Map<TopicPartition, Long>> positions() {
        return positions;
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public void start(Supplier<Map<TopicPartition, Long>> positions) {
        this.positions = positions;
    }

    @Override
    public CompletableFuture<Void> news() {
        return news;
    }

    @Override
    public Optional<ShownEnds> take() throws IOException {
        news = new CompletableFuture<>();
        Optional<ShownEnds> taken = Optional.ofNullable(latest);
        latest = null;
        return taken;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
