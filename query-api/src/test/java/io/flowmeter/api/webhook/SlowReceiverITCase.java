package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReceiverITCase {

    private final NotifierFixture notifiers = new NotifierFixture();
    private final TestReceiver slow = TestReceiver.start();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        notifiers.close();
        slow.close();
    }

    @Test
    void oneSlowReceiverDoesNotKeepOthersWaiting() {
        assertPrompt(1, 60, Duration.ofSeconds(10));
    }

    @Test
    void manySlowReceiversDoNotEither() {
        assertPrompt(40, 20, Duration.ofSeconds(20));
    }

    private void assertPrompt(int slowEndpoints, int crossings, Duration bound) {
        slow.always(this::hang);
        for (int i = 0; i < slowEndpoints; i++) {
            notifiers.tables.endpoint(slow.url());
        }
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.instance().started();
        long start = System.nanoTime();

        notifiers.crossings.crossedByTenants(crossings);

        await().atMost(NotifierFixture.SOON)
                .until(() -> notifiers.receiver.requests().size() == crossings);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%d webhooks beside %d endpoints that do not answer: %d ms%n",
                crossings, slowEndpoints, taken.toMillis());
        assertThat(taken).isLessThan(bound);
    }

    private void hang(HttpExchange exchange) throws IOException {
        try {
            end.await();
            TestReceiver.answer(exchange, 200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
