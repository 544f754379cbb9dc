package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.core.event.LogPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UsageEventReaderTest {
    private static final TopicPartition FIRST = new TopicPartition("usage-events", 0);
    private static final TopicPartition SECOND = new TopicPartition("usage-events", 1);

    private final FakeEventReader delegate = new FakeEventReader();
    private final FakeEndsFeed feed = new FakeEndsFeed();
    private final RecordedOutput output = new RecordedOutput();
    private final AtomicInteger requests = new AtomicInteger();
    private final UsageEventReader reader =
            new UsageEventReader(delegate, feed, Duration.ofMillis(100), requests::incrementAndGet);

    @Test
    void watermarkPassesTheInstantWhenEverythingBeforeTheEndIsEmitted() throws Exception {
        reader.addSplits(List.of(split(FIRST, 7), split(SECOND, 3)));

        feed.show(5_000, Map.of(FIRST, 7L, SECOND, 4L));
        drain();

        assertThat(output.take()).containsExactly("usage-events-0 watermark@4900");
    }

    @Test
    void recordsGoBeforeTheWatermarkThatSpeaksOfThem() throws Exception {
        reader.addSplits(List.of(split(FIRST, 7)));
        feed.show(5_000, Map.of(FIRST, 9L));
        delegate.give(event(FIRST, 7, 4_000));
        delegate.give(event(FIRST, 8, 4_001));

        drain();

        assertThat(output.take())
                .containsExactly(
                        "usage-events-0 event@4000",
                        "usage-events-0 event@4001",
                        "usage-events-0 watermark@4900");
    }

    @Test
    void splitWithoutNewsHoldsItsWatermark() throws Exception {
        reader.addSplits(List.of(split(FIRST, 0)));
        feed.show(5_000, Map.of());

        drain();

        assertThat(output.take()).isEmpty();
    }

    @Test
    void partitionReadFromTheBeginningStartsBeforeItsFirstRecord() throws Exception {
        reader.addSplits(List.of(split(FIRST, KafkaPartitionSplit.EARLIEST_OFFSET)));
        feed.show(5_000, Map.of(FIRST, 0L));

        drain();

        assertThat(output.take()).containsExactly("usage-events-0 watermark@4900");
    }

    @Test
    void splitThatStartsNowhereIsRefused() {
        assertThatThrownBy(
                        () ->
                                reader.addSplits(
                                        List.of(
                                                split(
                                                        FIRST,
                                                        KafkaPartitionSplit.COMMITTED_OFFSET))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("usage-events-0")
                .hasMessageContaining("must start at an offset");
    }

    @Test
    void positionsAreThoseOfWhatWasEmitted() throws Exception {
        reader.addSplits(List.of(split(FIRST, 7), split(SECOND, 3)));
        reader.start();
        delegate.give(event(FIRST, 11, 4_000));

        drain();

        assertThat(feed.positions().get())
                .containsExactlyInAnyOrderEntriesOf(Map.of(FIRST, 12L, SECOND, 3L));
    }

    @Test
    void readerWithoutSplitsHoldsTheWatermarkUntilItIsToldThatNoneAreToCome() throws Exception {
        feed.show(5_000, Map.of());
        drain();
        assertThat(output.take()).isEmpty();
        assertThat(requests).hasValue(1);

        reader.handleSourceEvents(new NoPartitionsEvent());
        feed.show(6_000, Map.of());
        drain();
        assertThat(output.take()).containsExactly("main idle");

        reader.addSplits(List.of(split(FIRST, 0)));
        delegate.give(event(FIRST, 0, 4_000));
        drain();
        assertThat(output.take()).containsExactly("main active", "usage-events-0 event@4000");
        assertThat(requests).hasValue(1);
    }

    @Test
    void newsWakeTheReaderLikeRecordsDo() throws Exception {
        reader.addSplits(List.of(split(FIRST, 0)));
        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();

        feed.show(5_000, Map.of(FIRST, 0L));

        assertThat(available).isDone();
        drain();
        CompletableFuture<Void> availableAgain = reader.isAvailable();
        assertThat(availableAgain).isNotDone();
        delegate.give(event(FIRST, 0, 5_001));
        assertThat(availableAgain).isDone();
    }

    @Test
    void everythingElseIsTheDelegatesBusiness() throws Exception {
        reader.start();
        reader.addSplits(List.of(split(FIRST, 0)));
        reader.pauseOrResumeSplits(List.of("a"), List.of("b"));
        reader.snapshotState(4);
        reader.notifyCheckpointComplete(4);
        reader.notifyCheckpointAborted(5);
        reader.notifyNoMoreSplits();
        reader.close();

        assertThat(delegate.calls())
                .containsExactly(
                        "start",
                        "add 1",
                        "pause [a] resume [b]",
                        "snapshot 4",
                        "complete 4",
                        "aborted 5",
                        "no more splits",
                        "close");
        assertThat(feed.isClosed()).isTrue();
    }

    private void drain() throws Exception {
        InputStatus status = InputStatus.MORE_AVAILABLE;
        while (status == InputStatus.MORE_AVAILABLE) {
            status = reader.pollNext(output);
        }
    }

    private static KafkaPartitionSplit split(TopicPartition partition, long start) {
        return new KafkaPartitionSplit(partition, start);
    }

    private static RawEvent event(TopicPartition partition, long offset, long appendMillis) {
        return new RawEvent(
                new LogPosition(partition.topic(), partition.partition(), offset),
                appendMillis,
                null,
                null,
                "{}");
    }
}
