package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.notification.CrossingFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several notifiers over one database, and a receiver. */
final class NotifierFixture implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    final WebhookTables tables = new WebhookTables();
    final TestClock clock = new TestClock(ApiFixture.NOW);
    final TestReceiver receiver = TestReceiver.start();
    final CrossingFixture crossings = new CrossingFixture(tables.owner, "default");
    final List<NotifierInstance> instances = new ArrayList<>();

    NotifierInstance instance() {
        var instance = new NotifierInstance(tables.url, clock);
        instances.add(instance);
        return instance;
    }

    void awaitDeliveries(Map<String, Long> expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(tables.deliveries()).isEqualTo(expected));
    }

    @Override
    public void close() {
        instances.forEach(NotifierInstance::close);
        receiver.close();
    }
}
