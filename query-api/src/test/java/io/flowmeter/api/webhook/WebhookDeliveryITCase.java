package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.notification.CrossingFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookDeliveryITCase {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final WebhookTables tables = new WebhookTables();
    private final TestClock clock = new TestClock(ApiFixture.NOW);
    private final TestReceiver receiver = TestReceiver.start();
    private final CrossingFixture crossings = new CrossingFixture(tables.owner, "default");
    private final NotifierInstance notifier = new NotifierInstance(tables.url, clock);

    @AfterEach
    void stop() {
        notifier.close();
        receiver.close();
    }

    @Test
    void crossingIsDeliveredAsStandardWebhook() {
        tables.endpoint(receiver.url());
        notifier.started();

        crossings.crossed("acme", "95%");

        awaitDeliveries(Map.of("DELIVERED", 1L));
        var request = receiver.requests().get(0);
        assertThat(request.body())
                .startsWith(
                        "{\"type\":\"limit_critical\",\"timestamp\":\"2026-03-20T10:07:00Z\",\"data\":{")
                .contains("\"tenant\":\"acme\"", "\"threshold\":\"95%\"", "\"quantity\":\"950\"");
        assertThat(request.id()).matches("msg_[0-9a-f]{32}");
    }

    @Test
    void whatIsOlderThanNotificationsAreKeptIsNoNews() {
        tables.endpoint(receiver.url());
        clock.advance(Duration.ofDays(91));
        crossings.crossed("acme", "95%");

        notifier.started();

        await().atMost(SOON)
                .until(
                        () ->
                                tables.one(
                                        "SELECT count(notified_at) = 1 FROM threshold_crossing",
                                        Boolean.class));
        assertThat(tables.deliveries()).isEmpty();
    }

    @Test
    void serverErrorIsRetriedWithTheSameId() {
        tables.endpoint(receiver.answers(500).url());
        notifier.started();
        crossings.crossed("acme", "95%");
        awaitDeliveries(Map.of("PENDING", 1L));
        await().atMost(SOON).until(() -> failingSince() != null);

        clock.advance(Duration.ofSeconds(11));
        notifier.wake();

        awaitDeliveries(Map.of("DELIVERED", 1L));
        assertThat(receiver.requests()).hasSize(2);
        assertThat(receiver.requests().get(1).id()).isEqualTo(receiver.requests().get(0).id());
        assertThat(failingSince()).isNull();
        assertThat(
                        tables.one(
                                "SELECT string_agg(coalesce(error, 'ok'), ', ' ORDER BY attempt)"
                                        + " FROM webhook_attempt",
                                String.class))
                .isEqualTo("answered 500, ok");
    }

    @Test
    void retryAfterOfTheReceiverIsKept() {
        tables.endpoint(receiver.url());
        receiver.always(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "3600");
                    TestReceiver.answer(exchange, 429);
                });
        notifier.started();

        crossings.crossed("acme", "95%");

        await().atMost(SOON).until(() -> failingSince() != null);
        assertThat(
                        tables.one(
                                "SELECT next_attempt_at >= timestamptz '2026-03-20T11:07:30Z' FROM"
                                        + " webhook_delivery",
                                Boolean.class))
                .isTrue();
    }

    @Test
    void goneDisablesTheEndpointAndTells() {
        tables.endpoint(receiver.answers(410).url());
        notifier.started();

        crossings.crossed("acme", "95%");

        awaitDeliveries(Map.of("FAILED", 1L));
        assertThat(tables.one("SELECT disabled_reason FROM webhook_endpoint", String.class))
                .isEqualTo("GONE");
        assertThat(
                        tables.one(
                                "SELECT count(*) FROM notification WHERE kind = 'webhook_endpoint_disabled'",
                                Long.class))
                .isOne();
        crossings.crossed("acme", "100%");
        await().atMost(SOON).until(() -> notifications() == 3);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void endpointThatFailsForFiveDaysIsDisabled() {
        tables.endpoint(receiver.url());
        receiver.always(exchange -> TestReceiver.answer(exchange, 500));
        notifier.started();
        crossings.crossed("acme", "80%");
        await().atMost(SOON).until(() -> failingSince() != null);

        clock.advance(Duration.ofDays(5).minusSeconds(1));
        notifier.wake();
        await().atMost(SOON).until(() -> attempts() == 2);
        assertThat(disabledReason()).isEmpty();
        clock.advance(Duration.ofDays(1));
        notifier.wake();

        await().atMost(SOON).until(() -> disabledReason().equals("FAILING"));
        awaitDeliveries(Map.of("FAILED", 1L));
    }

    @Test
    void scheduleEndsAfterTwelveAttempts() {
        tables.endpoint(receiver.url());
        receiver.always(exchange -> TestReceiver.answer(exchange, 500));
        notifier.started();
        crossings.crossed("acme", "80%");
        for (int attempt = 1; attempt <= 12; attempt++) {
            int expected = attempt;
            await().atMost(SOON).until(() -> attempts() == expected);
            clock.advance(longestWait(attempt));
            notifier.wake();
        }

        awaitDeliveries(Map.of("FAILED", 1L));
        assertThat(receiver.requests()).hasSize(12);
    }

    private static Duration longestWait(int attempts) {
        return Duration.ofSeconds(1 + (long) Math.min(86_400, 10 * Math.pow(4, attempts - 1)));
    }

    private void awaitDeliveries(Map<String, Long> expected) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(tables.deliveries()).isEqualTo(expected));
    }

    private String failingSince() {
        return tables.one("SELECT failing_since::text FROM webhook_endpoint", String.class);
    }

    private String disabledReason() {
        return tables.one(
                "SELECT coalesce(disabled_reason, '') FROM webhook_endpoint", String.class);
    }

    private long attempts() {
        return tables.one("SELECT count(*) FROM webhook_attempt", Long.class);
    }

    private long notifications() {
        return tables.one("SELECT count(*) FROM notification", Long.class);
    }
}
