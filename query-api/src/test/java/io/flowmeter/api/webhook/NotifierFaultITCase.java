package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.http.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifierFaultITCase {

    private final NotifierFixture notifiers = new NotifierFixture();

    @AfterEach
    void stop() {
        notifiers.close();
    }

    @Test
    void racingNotifiersDeliverEachOf500CrossingsOnce() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.instance().started();
        notifiers.instance().started();

        notifiers.crossings.crossedByTenants(500);

        notifiers.awaitDeliveries(Map.of("DELIVERED", 500L));
        assertThat(notifiers.tables.one("SELECT count(*) FROM notification", Long.class))
                .isEqualTo(500);
        assertThat(notifiers.receiver.requests()).hasSize(500);
        assertThat(notifiers.receiver.requests().stream().map(TestReceiver.Request::id).distinct())
                .hasSize(500);
    }

    @Test
    void notifierThatDiesWhileItPublishesHasPublishedNothing() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.crossings.crossedByTenants(50);
        var published = new AtomicInteger();
        var dying =
                new NotifierInstance(
                        notifiers.tables.url,
                        notifiers.clock,
                        (handle, namespace, notification) -> {
                            if (published.incrementAndGet() == 30) {
                                cutConnections();
                            }
                        });
        notifiers.instances.add(dying);

        assertThatThrownBy(() -> dying.crossings.run("default"))
                .isInstanceOf(ProblemException.class);
        assertThat(notifiers.tables.one("SELECT count(*) FROM notification", Long.class)).isZero();
        assertThat(notifiers.tables.deliveries()).isEmpty();
        notifiers.instance().started().wake();

        notifiers.awaitDeliveries(Map.of("DELIVERED", 50L));
        assertThat(notifiers.receiver.requests()).hasSize(50);
    }

    @Test
    void deliveryStoredWhileItsEndpointWasDisabledEnds() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.crossings.crossed("acme", "80%");
        var instance = notifiers.instance();
        instance.crossings.run("default");
        notifiers.tables.execute(
                "UPDATE webhook_endpoint SET disabled_at = now(), disabled_reason = 'REQUESTED'");

        instance.started().wake();

        notifiers.awaitDeliveries(Map.of("FAILED", 1L));
        assertThat(notifiers.receiver.requests()).isEmpty();
    }

    @Test
    void lostConnectionBetweenAttemptAndRecordingRepeatsNothing() {
        var cuts = new AtomicInteger();
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.receiver.always(
                exchange -> {
                    if (cuts.getAndIncrement() < 3) {
                        cutConnections();
                    }
                    TestReceiver.answer(exchange, 200);
                });
        var notifier = notifiers.instance().started();

        notifiers.crossings.crossedByTenants(20);

        await().atMost(NotifierFixture.SOON)
                .pollInterval(Duration.ofSeconds(3))
                .untilAsserted(
                        () -> {
                            // A claim whose commit was cut waits for the end of its lease.
                            notifiers.clock.advance(WebhookDispatcher.LEASE);
                            notifier.wake();
                            assertThat(notifiers.tables.deliveries())
                                    .isEqualTo(Map.of("DELIVERED", 20L));
                        });
        assertThat(notifiers.receiver.requests()).hasSize(20);
        assertThat(cuts.get()).isEqualTo(20);
    }

    /** As when Postgres restarts, or a firewall forgets. */
    private void cutConnections() {
        notifiers.tables.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND usename = 'flowmeter_api'
                """);
    }
}
