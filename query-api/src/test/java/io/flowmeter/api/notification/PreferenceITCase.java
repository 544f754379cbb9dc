package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreferenceITCase {

    private static final String PATH = "/v1/tenants/acme/notification-preferences";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        api.post("/v1/tenants", "{\"id\":\"acme\"}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void ruleHoldsForWhatIsNotSaid() {
        Answer answer = api.get(PATH);

        assertThat(answer.json().at("/preferences"))
                .hasSize(NotificationKind.values().length * ChannelName.values().length);
        assertThat(find(answer, "limit_warning", "in_app").at("/enabled").asBoolean()).isTrue();
        assertThat(find(answer, "limit_warning", "webhook").at("/enabled").asBoolean()).isTrue();
        assertThat(find(answer, "limit_warning", "email").at("/enabled").asBoolean()).isFalse();
    }

    @Test
    void putReplacesEverythingSaidBeforeAndIsAudited() {
        put(
                """
                {"preferences":[{"kind":"limit_warning","channel":"in_app","enabled":false},
                 {"kind":"limit_exceeded","channel":"email","enabled":true,
                  "recipients":["ops@acme.example","cfo@acme.example"]}]}
                """);
        Answer answer = put("{\"preferences\":[]}");

        assertThat(find(answer, "limit_warning", "in_app").at("/enabled").asBoolean()).isTrue();
        assertThat(find(answer, "limit_exceeded", "email").at("/enabled").asBoolean()).isFalse();
        long audited =
                api.owner.withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT count(*) FROM audit_log
                                                 WHERE action = 'notification-preferences.update'
                                                   AND tenant = 'acme'
                                                """)
                                        .mapTo(Long.class)
                                        .one());
        assertThat(audited).isEqualTo(2);
    }

    @Test
    void whatIsNotWantedInTheListIsNotInIt() {
        put(
                """
                {"preferences":[{"kind":"limit_warning","channel":"in_app","enabled":false},
                 {"kind":"limit_critical","channel":"email","enabled":true,"recipients":["a@b.example"]}]}
                """);
        var crossings = new CrossingFixture(api.owner, "default");

        crossings.crossed("acme", "80%");
        crossings.crossed("acme", "95%");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get("/v1/notifications").json().at("/data").size() == 1);
        assertThat(api.get("/v1/notifications").at("/data/0/kind")).isEqualTo("limit_critical");
        // Nothing is lost in silence: there is no SMTP server in this test.
        Answer emails = api.get("/v1/email-deliveries?status=FAILED&tenant=acme");
        assertThat(emails.at("/data/0/recipient")).isEqualTo("a@b.example");
        assertThat(emails.at("/data/0/lastError")).contains("FLOWMETER_SMTP_URL");
    }

    @Test
    void oneOfSeveralAtOnceHolds() {
        var kinds = NotificationKind.values();

        var answers =
                Arrays.stream(kinds)
                        .parallel()
                        .map(kind -> api.write("PUT", PATH, off(kind)).status())
                        .toList();

        assertThat(answers).containsOnly(200);
        JsonNode preferences = api.get(PATH).json().at("/preferences");
        assertThat(preferences.findValuesAsText("enabled").stream().filter("false"::equals))
                .hasSize(kinds.length + 1);
    }

    private static String off(NotificationKind kind) {
        return "{\"preferences\":[{\"kind\":\""
                + kind.word()
                + "\",\"channel\":\"in_app\",\"enabled\":false}]}";
    }

    @Test
    void wrongPreferencesAreRefusedAltogether() {
        Answer answer =
                api.write(
                        "PUT",
                        PATH,
                        """
                        {"preferences":[{"kind":"nope","channel":"in_app","enabled":true},
                         {"kind":"limit_warning","channel":"pigeon","enabled":true},
                         {"kind":"limit_warning","channel":"email","enabled":true},
                         {"kind":"limit_warning","channel":"webhook","enabled":true,"recipients":["a@b.c"]},
                         {"kind":"limit_critical","channel":"email","enabled":true,
                          "recipients":["a@b.c\\r\\nBcc: x@y.z"]},
                         {"kind":"limit_exceeded","channel":"email"}]}
                        """);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .contains(
                        "#/preferences/0/kind",
                        "#/preferences/1/channel",
                        "#/preferences/2/recipients",
                        "#/preferences/3/recipients",
                        "#/preferences/4/recipients",
                        "#/preferences/5/enabled");
    }

    @Test
    void preferencesBelongToAKnownTenantOfTheNamespace() {
        assertThat(api.get("/v1/tenants/nobody/notification-preferences").at("/code"))
                .isEqualTo("TENANT_NOT_FOUND");
        assertThat(api.get(PATH, ApiFixture.FOREIGN_KEY).status()).isEqualTo(404);
        assertThat(api.write("PUT", PATH, "{}", "application/json", ApiFixture.READ_KEY).status())
                .isEqualTo(403);
    }

    private Answer put(String body) {
        Answer answer = api.write("PUT", PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonNode find(Answer answer, String kind, String channel) {
        for (JsonNode preference : answer.json().at("/preferences")) {
            if (preference.at("/kind").asText().equals(kind)
                    && preference.at("/channel").asText().equals(channel)) {
                return preference;
            }
        }
        throw new AssertionError(kind + " " + channel + " not in " + answer.body());
    }
}
