package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifierLeaseITCase {

    private final NotifierFixture notifiers = new NotifierFixture();

    @AfterEach
    void stop() {
        notifiers.close();
    }

    @Test
    void claimOfADeadProcessIsTakenOverWhenItsLeaseEnds() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.crossings.crossed("acme", "80%");
        var dead = notifiers.instance();
        assertThat(dead.crossings.run("default")).isFalse();
        assertThat(dead.dispatcher.claim("default", 10)).hasSize(1);
        var alive = notifiers.instance().started();

        notifiers.clock.advance(WebhookDispatcher.LEASE.minusSeconds(1));
        alive.wake();
        assertThat(alive.dispatcher.claim("default", 10)).isEmpty();
        notifiers.clock.advance(Duration.ofSeconds(1));
        alive.wake();

        notifiers.awaitDeliveries(Map.of("DELIVERED", 1L));
        assertThat(notifiers.receiver.requests()).hasSize(1);
    }

    @Test
    void crossingIsFoundWithoutASignalToo() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.instance().startedDeaf();

        notifiers.crossings.crossed("acme", "80%");

        notifiers.awaitDeliveries(Map.of("DELIVERED", 1L));
    }

    @Test
    void attemptWhoseProcessDiedBeforeRecordingIsRepeatedUnderTheSameId() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.crossings.crossed("acme", "80%");
        var dead = notifiers.instance();
        dead.crossings.run("default");
        ClaimedDelivery claimed = dead.dispatcher.claim("default", 10).get(0);
        try (var sender =
                new WebhookSender(
                        new AddressPolicy(List.of(AddressRange.parse("127.0.0.1"))),
                        new SecretBox(List.of()),
                        notifiers.clock)) {
            assertThat(sender.send(claimed).isSuccess()).isTrue(); // and then it dies
        }

        notifiers.clock.advance(WebhookDispatcher.LEASE);
        notifiers.instance().started().wake();

        notifiers.awaitDeliveries(Map.of("DELIVERED", 1L));
        assertThat(notifiers.receiver.requests()).hasSize(2);
        assertThat(notifiers.receiver.requests().get(0).id())
                .isEqualTo(notifiers.receiver.requests().get(1).id());
    }

    @Test
    void failureReportedAfterTheLeaseDoesNotDisturbWhoTookOver() {
        notifiers.tables.endpoint(notifiers.receiver.url());
        notifiers.crossings.crossed("acme", "80%");
        var slow = notifiers.instance();
        slow.crossings.run("default");
        ClaimedDelivery first = slow.dispatcher.claim("default", 10).get(0);
        notifiers.clock.advance(WebhookDispatcher.LEASE);
        ClaimedDelivery second = notifiers.instance().dispatcher.claim("default", 10).get(0);

        slow.dispatcher.record("default", first, outcome("answered 500"));

        assertThat(nextAttempt())
                .isEqualTo(notifiers.clock.instant().plus(WebhookDispatcher.LEASE));
        slow.dispatcher.record("default", second, outcome(null));
        notifiers.awaitDeliveries(Map.of("DELIVERED", 1L));
    }

    private AttemptOutcome outcome(String error) {
        return new AttemptOutcome(
                notifiers.clock.instant(),
                Duration.ofMillis(5),
                error == null ? 200 : 500,
                error,
                null);
    }

    private Instant nextAttempt() {
        return notifiers.tables.one("SELECT next_attempt_at FROM webhook_delivery", Instant.class);
    }
}
