package io.flowmeter.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.notification.CrossingFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointITCase {

    private static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestReceiver receiver = TestReceiver.start();
    private ApiFixture api;
    private CrossingFixture crossings;

    @BeforeEach
    void start() {
        String key =
                Base64.getEncoder()
                        .encodeToString(
                                "0123456789abcdef0123456789abcdef"
                                        .getBytes(StandardCharsets.US_ASCII));
        api =
                ApiFixture.start(
                        Map.of(
                                "FLOWMETER_WEBHOOK_ALLOW_PRIVATE",
                                "127.0.0.1",
                                "FLOWMETER_SECRETS_KEY",
                                key));
        crossings = new CrossingFixture(api.owner, "default");
    }

    @AfterEach
    void stop() {
        api.close();
        receiver.close();
    }

    @Test
    void secretIsShownOnceAndStoredClosed() {
        Answer made = create("");
        String secret = made.at("/secret");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(ENDPOINTS + "/" + made.at("/id"));
        assertThat(secret).startsWith("whsec_");
        assertThat(api.get(ENDPOINTS + "/" + made.at("/id")).json().has("secret")).isFalse();
        assertThat(api.get(ENDPOINTS).json().at("/data/0").has("secret")).isFalse();
        byte[] stored =
                api.owner.withHandle(
                        handle ->
                                handle.createQuery("SELECT secret FROM webhook_endpoint")
                                        .mapTo(byte[].class)
                                        .one());
        byte[] bytes = Base64.getDecoder().decode(secret.substring(6));
        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(audit()).doesNotContain("whsec_");
    }

    @Test
    void kindsAndTenantSelectWhatIsSent() {
        create(",\"kinds\":[\"limit_exceeded\"]");
        create(",\"tenant\":\"globex\"");

        crossings.crossed("acme", "80%");
        crossings.crossed("acme", "100%");
        crossings.crossed("globex", "80%");

        await().atMost(SOON).until(() -> receiver.requests().size() == 2);
        assertThat(receiver.requests().stream().map(TestReceiver.Request::body))
                .anyMatch(body -> body.contains("limit_exceeded") && body.contains("acme"))
                .anyMatch(body -> body.contains("limit_warning") && body.contains("globex"));
    }

    @Test
    void bothSecretsSignForADayAfterARotation() {
        Answer made = create("");
        String path = ENDPOINTS + "/" + made.at("/id");
        var old = SigningSecret.parse(made.at("/secret"));
        var fresh = SigningSecret.parse(api.post(path + ":rotate-secret", "").at("/secret"));

        api.post(path + ":test", "");
        await().atMost(SOON).until(() -> receiver.requests().size() == 1);
        api.clock.advance(Duration.ofHours(24));
        api.post(path + ":test", "");
        await().atMost(SOON).until(() -> receiver.requests().size() == 2);

        assertThat(receiver.requests().get(0).signature())
                .isEqualTo(signature(fresh, 0) + " " + signature(old, 0));
        assertThat(receiver.requests().get(1).signature()).isEqualTo(signature(fresh, 1));
    }

    @Test
    void deliveriesAreLoggedAndCanBeRepeated() {
        Answer made = create("");
        String log = ENDPOINTS + "/" + made.at("/id") + "/deliveries";
        receiver.answers(503);
        Answer test = api.post(ENDPOINTS + "/" + made.at("/id") + ":test", "");
        assertThat(test.status()).isEqualTo(202);
        await().atMost(SOON).until(() -> api.get(log).at("/data/0/status").equals("FAILED"));
        assertThat(api.get(log).at("/data/0/attempts/0/error")).isEqualTo("answered 503");

        Answer again = api.post("/v1/webhook-deliveries/" + test.at("/id") + ":redeliver", "");

        assertThat(again.status()).isEqualTo(202);
        await().atMost(SOON).until(() -> api.get(log).at("/data/0/status").equals("DELIVERED"));
        assertThat(api.get(log).json().at("/data/0/attempts")).hasSize(2);
        assertThat(api.get(log).at("/data/0/attempts/0/httpStatus")).isEqualTo("204");
        assertThat(receiver.requests().get(0).id()).isEqualTo(receiver.requests().get(1).id());
        assertThat(api.post("/v1/webhook-deliveries/none:redeliver", "").at("/code"))
                .isEqualTo("DELIVERY_NOT_FOUND");
    }

    @Test
    void disabledEndpointGetsNothingUntilItIsEnabled() {
        String path = ENDPOINTS + "/" + create("").at("/id");

        Answer disabled = api.write("PATCH", path, "{\"disabled\":true}");
        assertThat(disabled.at("/disabledReason")).isEqualTo("REQUESTED");
        assertThat(api.post(path + ":test", "").at("/code")).isEqualTo("WEBHOOK_ENDPOINT_DISABLED");
        Answer enabled =
                api.write("PATCH", path, "{\"disabled\":false,\"kinds\":[\"limit_warning\"]}");

        assertThat(enabled.json().at("/disabledAt").isNull()).isTrue();
        assertThat(enabled.at("/kinds/0")).isEqualTo("limit_warning");
        assertThat(enabled.at("/url")).isEqualTo(receiver.url());
        assertThat(api.post(path + ":test", "").status()).isEqualTo(202);
        assertThat(api.write("DELETE", path, "").status()).isEqualTo(204);
        assertThat(api.get(path).at("/code")).isEqualTo("WEBHOOK_ENDPOINT_NOT_FOUND");
        assertThat(audit())
                .contains(
                        "webhook-endpoint.create",
                        "webhook-endpoint.update",
                        "webhook-endpoint.delete");
    }

    private Answer create(String more) {
        return api.post(ENDPOINTS, "{\"url\":\"" + receiver.url() + "\"" + more + "}");
    }

    private String signature(SigningSecret secret, int request) {
        var sent = receiver.requests().get(request);
        Instant at = Instant.ofEpochSecond(Long.parseLong(sent.timestamp()));
        return secret.sign(sent.id(), at, sent.body());
    }

    private String audit() {
        return api.owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT string_agg(action || coalesce(before::text, '')
                                                          || coalesce(after::text, ''), ' ')
                                          FROM audit_log
                                        """)
                                .mapTo(String.class)
                                .one());
    }
}
