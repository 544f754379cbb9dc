package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An endpoint of every tenant that becomes one tenant's own. */
class EndpointTenantITCase {

    private final NotifierFixture fixture = new NotifierFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void whatStillWaitsForItIsNotSentToTheTenantThatHasItNow() {
        fixture.tables.endpoint(fixture.receiver.answers(500).url());
        var notifier = fixture.instance().started();
        fixture.crossings.crossed("globex", "95%");
        await().atMost(NotifierFixture.SOON)
                .until(
                        () ->
                                fixture.tables.one(
                                        "SELECT count(*) = 1 FROM webhook_attempt", Boolean.class));

        fixture.tables.execute("UPDATE webhook_endpoint SET tenant = 'acme'");
        fixture.clock.advance(Duration.ofSeconds(11));
        fixture.crossings.crossed("acme", "95%");
        notifier.wake();

        fixture.awaitDeliveries(Map.of("DELIVERED", 1L, "FAILED", 1L));
        assertThat(
                        fixture.tables.one(
                                "SELECT tenant FROM webhook_delivery WHERE status = 'FAILED'",
                                String.class))
                .isEqualTo("globex");
        assertThat(fixture.receiver.requests()).hasSize(2);
    }
}
