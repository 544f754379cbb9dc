package io.flowmeter.api.webhook;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A sender that waits a second at most, and a delivery for it. */
final class Sending {

    static final Instant NOW = ApiFixture.NOW;
    static final SigningSecret SECRET = SigningSecret.random();
    static final SigningSecret OLD_SECRET = SigningSecret.random();
    static final List<AddressRange> LOOPBACK =
            List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1"));

    private static final UUID ENDPOINT = new UUID(1, 2);
    private static final SecretBox BOX = new SecretBox(List.of());

    private Sending() {}

    static WebhookSender sender(List<AddressRange> allowed, HostNames names) {
        return new WebhookSender(
                new AddressPolicy(allowed), BOX, new TestClock(NOW), names, Duration.ofSeconds(1));
    }

    static ClaimedDelivery delivery(String url) {
        return new ClaimedDelivery(
                new UUID(3, 4),
                ENDPOINT,
                "acme",
                false,
                "msg_1",
                "{\"é\":1}",
                1,
                1,
                url,
                BOX.close(SECRET.bytes(), ENDPOINT),
                BOX.close(OLD_SECRET.bytes(), ENDPOINT));
    }
}
