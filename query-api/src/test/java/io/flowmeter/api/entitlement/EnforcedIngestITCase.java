package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnforcedIngestITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "10"), limit("tokens", "100").model(null))
                .used("acme", "calls", "8");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatFitsIsPublishedWithItsReservationAndTheRestRefused() {
        Answer answer = enforce(call("e1"), "{\"no\":\"event\"}", call("e2"), call("e3"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/accepted")).isEqualTo("2");
        assertThat(answer.json().at("/rejected").findValuesAsText("code"))
                .containsExactly("MISSING_ATTRIBUTE", "LIMIT_REACHED");
        assertThat(answer.at("/rejected/1/index")).isEqualTo("3");
        assertThat(answer.at("/rejected/1/id")).isEqualTo("e3");
        assertThat(answer.at("/rejected/1/retryAfterSeconds")).isEqualTo("1");
        assertThat(api.values()).hasSize(2).allMatch(value -> value.contains("\"reservation\":\""));
        assertThat(
                        limits.rows(
                                "SELECT count(*) FROM reservation WHERE appended_by > clock_timestamp()"))
                .isEqualTo(2);
    }

    @Test
    void ifNothingFitsTheAnswerIs429() {
        limits.used("acme", "calls", "10");

        Answer one = api.post("/v1/events?enforce=true", call("e1"));
        Answer several = enforce(call("e1"), call("e2"));

        assertThat(one.status()).isEqualTo(429);
        assertThat(one.at("/code")).isEqualTo("LIMIT_REACHED");
        assertThat(one.at("/errors/0/pointer")).isEqualTo("#");
        assertThat(one.header("Retry-After")).isEqualTo("1000350");
        assertThat(several.json().at("/rejected").findValuesAsText("id"))
                .containsExactly("e1", "e2");
        assertThat(api.values()).isEmpty();
    }

    @Test
    void aRequestSentAgainTakesNothingMore() {
        enforce(call("e1"), call("e2"));

        Answer again = enforce(call("e1"), call("e2"));

        assertThat(again.at("/accepted")).isEqualTo("2");
        assertThat(limits.rows("SELECT count(*) FROM reservation")).isEqualTo(2);
        assertThat(enforce(call("e3")).status()).isEqualTo(429);

        api.execute("UPDATE reservation SET confirmed_at = now()");
        limits.used("acme", "calls", "10");

        assertThat(enforce(call("e1")).status()).isEqualTo(202);
    }

    @Test
    void quantitiesAndDimensionsAreReadAsTheMetersReadThem() {
        limits.usedOfModel("acme", "m-3", "90.5");

        assertThat(enforce(tokens("t1", "10", "m-3")).status()).isEqualTo(429);
        assertThat(enforce(tokens("t2", "\"9.5\"", "m-3")).status()).isEqualTo(202);
        assertThat(enforce(tokens("t3", "1", "m-3")).status()).isEqualTo(429);
        assertThat(enforce(tokens("t4", "100", "m-4")).status()).isEqualTo(202);
        assertThat(enforce(tokens("t5", "\"many\"", "m-3")).status())
                .isEqualTo(202); // job's verdict
        assertThat(enforce(tokens("t6", "-5", "m-4")).status()).isEqualTo(202);
    }

    @Test
    void eventsNoHardLimitIsOnNeedNoReservation() {
        String free = call("e1").replace("acme", "globex");

        assertThat(enforce(free, free.replace("calls.used", "unheard.of")).at("/accepted"))
                .isEqualTo("2");

        assertThat(api.values()).noneMatch(value -> value.contains("reservation"));
    }

    @Test
    void whoIsKnownAlreadyIsNeverRefusedByALimitOnUniqueValues() {
        limits.tenant("full", limit("users", "10")).used("full", "users", "10");
        String known = event("u1", "users.used", "{\"user\":\"u-1\"}").replace("acme", "full");

        Answer answer = api.post("/v1/events?enforce=true&limits=true", known);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/limits/0/reason")).isEqualTo("LIMIT_REACHED");
        assertThat(answer.at("/limits/0/balance")).isEqualTo("0");
        assertThat(api.values()).noneMatch(value -> value.contains("reservation"));
        assertThat(limits.rows("SELECT count(*) FROM reservation")).isZero();
        assertThat(limits.check("full", "users", "{\"quantity\":1}").status()).isEqualTo(429);
        assertThat(limits.reserve("full", "users", 1).status()).isEqualTo(429);
    }

    @Test
    void theAttributeIsForTheApiToGive() {
        Answer answer =
                enforce(call("e1").replace("\"source\"", "\"reservation\":\"x\",\"source\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/code")).isEqualTo("INVALID_ATTRIBUTE");
    }

    @Test
    void everyIngestAnswerCanSayHowCloseTheLimitsAre() {
        Answer answer =
                api.post(
                        "/v1/events?enforce=true&limits=true",
                        "[" + call("e1") + "," + call("e2").replace("acme", "globex") + "]");

        assertThat(answer.json().at("/limits").findValuesAsText("tenant")).containsExactly("acme");
        assertThat(answer.at("/limits/0/meter")).isEqualTo("calls");
        assertThat(answer.at("/limits/0/balance")).isEqualTo("1");
        assertThat(answer.at("/limits/0/crossedThresholds/1")).isEqualTo("80%");
        assertThat(answer.at("/limits/0/stale")).isEqualTo("false");
        assertThat(api.post("/v1/events?limits=maybe", call("e3")).status()).isEqualTo(400);
    }

    @Test
    void eventsKafkaDoesNotAcknowledgeKeepTheirReservation() {
        try (ApiFixture broken = ApiFixture.startWith("127.0.0.1:9")) {
            var itsLimits = new LimitFixture(broken);
            itsLimits.tenant("acme", limit("calls", "1"));

            Answer answer =
                    broken.post(
                            "/v1/events?enforce=true", "[" + call("e1") + "," + call("e2") + "]");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().at("/errors").findValuesAsText("code"))
                    .containsExactly("NOT_ACKNOWLEDGED", "LIMIT_REACHED");
            assertThat(itsLimits.reserve("acme", "calls", 1).status()).isEqualTo(429);
        }
    }

    private Answer enforce(String... events) {
        return api.post(
                "/v1/events?enforce=true",
                Stream.of(events).collect(Collectors.joining(",", "[", "]")));
    }

    private static String call(String id) {
        return event(id, "calls.used", "{}");
    }

    private static String tokens(String id, String tokens, String model) {
        return event(
                id, "tokens.used", "{\"tokens\":%s,\"model\":\"%s\"}".formatted(tokens, model));
    }

    private static String event(String id, String type, String data) {
        return """
               {"specversion":"1.0","id":"%s","source":"s","type":"%s","subject":"acme",\
               "time":"2026-03-20T10:07:00Z","data":%s}"""
                .formatted(id, type, data);
    }
}
