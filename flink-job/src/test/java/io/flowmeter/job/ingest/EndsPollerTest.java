package io.flowmeter.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class EndsPollerTest {
    private static final TopicPartition PARTITION = new TopicPartition("usage-events", 0);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void newsCarryTheInstantBeforeTheBrokerWasAsked() throws Exception {
        try (EndsPoller poller = started(positions -> Map.of(PARTITION, 9L))) {
            poller.news().get(10, TimeUnit.SECONDS);

            assertThat(poller.take())
                    .contains(new ShownEnds(NOON.toEpochMilli(), Map.of(PARTITION, 9L)));
        }
    }

    @Test
    void brokerThatDoesNotAnswerBringsNoNewsUntilItDoes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (EndsPoller poller =
                started(
                        positions -> {
                            if (asked.incrementAndGet() <= 3) {
                                throw new TimeoutException("the outage this test asked for");
                            }
                            return Map.of(PARTITION, (long) asked.get());
                        })) {
            poller.news().get(10, TimeUnit.SECONDS);

            assertThat(poller.take().orElseThrow().ends().get(PARTITION)).isGreaterThan(3);
        }
    }

    @Test
    void anyOtherFailureEndsTheReader() throws Exception {
        try (EndsPoller poller =
                started(
                        positions -> {
                            throw new AuthorizationException("the defect this test asked for");
                        })) {
            poller.news().get(10, TimeUnit.SECONDS);

            assertThatThrownBy(poller::take)
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void closingDoesNotWaitForTheBroker() throws Exception {
        FakeEnds ends =
                new FakeEnds(
                        positions -> {
                            throw new AssertionError("not reached");
                        });
        ends.hang();
        EndsPoller poller = started(ends);
        await().atMost(Duration.ofSeconds(10)).until(ends::isHanging);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(poller::close);

        closing.get(4, TimeUnit.SECONDS);
        assertThat(ends.isClosed).isTrue();
    }

    @Test
    void pollerThatNeverStartedIsClosedToo() {
        FakeEnds ends = new FakeEnds(positions -> Map.of());

        poller(ends).close();

        assertThat(ends.isClosed).isTrue();
    }

    private static EndsPoller started(Answer answer) {
        return started(new FakeEnds(answer));
    }

    private static EndsPoller started(FakeEnds ends) {
        EndsPoller poller = poller(ends);
        poller.start(() -> Map.of(PARTITION, 1L));
        return poller;
    }

    private static EndsPoller poller(FakeEnds ends) {
        return new EndsPoller(
                ends,
                Clock.fixed(NOON, ZoneOffset.UTC),
                Duration.ofMillis(1),
                new UnregisteredMetricsGroup());
    }

    private interface Answer {
        Map<TopicPartition, Long> to(Map<TopicPartition, Long> positions);
    }

    private static final class FakeEnds implements PartitionEnds {
        private final Answer answer;
        private final CountDownLatch wokenUp = new CountDownLatch(1);
        private volatile boolean shallHang;
        private volatile boolean isHanging;
        private volatile boolean isClosed;

        private FakeEnds(Answer answer) {
            this.answer = answer;
        }

        private void hang() {
            shallHang = true;
        }

        private boolean isHanging() {
            return isHanging;
        }

        @Override
        public Map<TopicPartition, Long> of(Map<TopicPartition, Long> positions) {
            if (!shallHang) {
                return answer.to(positions);
            }
            isHanging = true;
            try {
                wokenUp.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new WakeupException();
        }

        @Override
        public void wakeUp() {
            wokenUp.countDown();
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
