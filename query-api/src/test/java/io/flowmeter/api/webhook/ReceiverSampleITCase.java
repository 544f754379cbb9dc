package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowmeter.api.TestClock;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs samples/webhook-receiver as it stands there, and sends to it as the API does. */
class ReceiverSampleITCase {

    private static final Path SAMPLE =
            Path.of("..", "samples", "webhook-receiver", "WebhookReceiver.java");
    private static final UUID ENDPOINT = new UUID(1, 2);
    private static final SecretBox BOX = new SecretBox(List.of());

    @TempDir private Path classes;

    private final SigningSecret secret = SigningSecret.random();
    private final SigningSecret other = SigningSecret.random();
    private HttpServer sample;

    @BeforeEach
    void start() throws Exception {
        int outcome =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), SAMPLE.toString());
        assertThat(outcome).isZero();
        var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        sample =
                (HttpServer)
                        loader.loadClass("WebhookReceiver")
                                .getMethod("start", String.class, int.class)
                                .invoke(null, secret.text(), 0);
    }

    @AfterEach
    void stop() {
        sample.stop(0);
    }

    @Test
    void itTakesWhatIsSignedWithItsSecretWhileThatIsReplacedToo() {
        assertThat(send(secret, null, Instant.now())).isEqualTo(204);
        assertThat(send(other, secret, Instant.now())).isEqualTo(204);
    }

    @Test
    void itRefusesForeignSignaturesAndOldWebhooks() {
        assertThat(send(other, null, Instant.now())).isEqualTo(401);
        assertThat(send(secret, null, Instant.now().minus(Duration.ofMinutes(6)))).isEqualTo(401);
    }

    private Integer send(SigningSecret signing, SigningSecret previous, Instant at) {
        var policy = new AddressPolicy(List.of(AddressRange.parse("127.0.0.1")));
        var delivery =
                new ClaimedDelivery(
                        UUID.randomUUID(),
                        ENDPOINT,
                        "acme",
                        false,
                        "msg_1",
                        "{\"é\":1}",
                        1,
                        1,
                        "http://127.0.0.1:" + sample.getAddress().getPort() + "/",
                        stored(signing),
                        previous == null ? null : stored(previous));
        try (var sender =
                new WebhookSender(
                        policy,
                        BOX,
                        new TestClock(at),
                        InetAddress::getAllByName,
                        Duration.ofSeconds(10))) {
            return sender.send(delivery).httpStatus();
        }
    }

    private static byte[] stored(SigningSecret secret) {
        return BOX.close(secret.bytes(), ENDPOINT);
    }
}
