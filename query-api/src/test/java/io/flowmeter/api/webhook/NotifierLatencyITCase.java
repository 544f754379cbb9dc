package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.notification.CrossingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifierLatencyITCase {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void crossingIsDeliveredWithinSecondsOfItsCommit() {
        var tables = new WebhookTables();
        var crossings = new CrossingFixture(tables.owner, "default");
        List<Long> millis = new ArrayList<>();
        try (var receiver = TestReceiver.start();
                var notifier = new NotifierInstance(tables.url, new TestClock(ApiFixture.NOW))) {
            tables.endpoint(receiver.url());
            notifier.started();
            for (int i = 0; i < 40; i++) {
                int expected = i + 1;
                long start = System.nanoTime();
                crossings.crossed("tenant-" + i, "80%");
                await().atMost(SOON)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> receiver.requests().size() == expected);
                millis.add((System.nanoTime() - start) / 1_000_000);
            }
        }

        millis.sort(null);
        System.out.printf(
                "crossing to webhook, of %d: median %d ms, p95 %d ms, max %d ms%n",
                millis.size(), millis.get(20), millis.get(38), millis.get(39));
        assertThat(millis.get(38)).isLessThan(3_000L);
    }
}
