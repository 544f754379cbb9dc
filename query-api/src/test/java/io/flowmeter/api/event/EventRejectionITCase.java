package io.flowmeter.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.net.http.HttpRequest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRejectionITCase {

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void badEventAmongGoodOnesIsRejectedAlone() {
        String bad = event("bad").replace("\"time\":\"2026-03-20T10:00:00Z\"", "\"time\":\"noon\"");
        String twice = event("twice").replace("\"id\":", "\"id\":\"x\",\"id\":");
        String foreign = event("foreign").replace("{\"spec", "{\"namespace\":\"other\",\"spec");
        String body =
                String.join(
                        ",",
                        event("a"),
                        bad,
                        "5",
                        twice,
                        foreign,
                        "{}",
                        "[1]",
                        "\"text\"",
                        event("b"));

        Answer answer = api.post("/v1/events", "[" + body + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.at("/accepted")).isEqualTo("2");
        assertThat(answer.json().at("/rejected").findValuesAsText("code"))
                .containsExactly(
                        "BAD_TIME",
                        "UNPARSABLE",
                        "UNPARSABLE",
                        "INVALID_ATTRIBUTE",
                        "MISSING_ATTRIBUTE",
                        "UNPARSABLE",
                        "UNPARSABLE");
        assertThat(answer.json().at("/rejected").findValuesAsText("index"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7");
        assertThat(answer.at("/rejected/0/id")).isEqualTo("bad");
        assertThat(api.values()).hasSize(2);
    }

    @Test
    void brokenLineIsRejectedAlone() {
        Answer answer =
                api.post(
                        "/v1/events",
                        event("a") + "\n{\"specversion\":\n" + event("b"),
                        "application/x-ndjson");

        assertThat(answer.at("/accepted")).isEqualTo("2");
        assertThat(answer.at("/rejected/0/index")).isEqualTo("1");
    }

    @Test
    void nothingAcceptableIsAProblem() {
        String bad = event("bad").replace("\"data\":{\"tokens\":1}", "\"data\":\"tokens=1\"");

        Answer single = api.post("/v1/events", bad);
        Answer batch = api.post("/v1/events", "[" + bad + "]");

        assertThat(single.status()).isEqualTo(400);
        assertThat(single.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(single.at("/code")).isEqualTo("EVENTS_REJECTED");
        assertThat(single.at("/errors/0/code")).isEqualTo("UNPARSABLE");
        assertThat(single.at("/errors/0/pointer")).isEqualTo("#");
        assertThat(batch.status()).isEqualTo(400);
        assertThat(batch.at("/errors/0/pointer")).isEqualTo("#/0");
        assertThat(api.post("/v1/events", "<event/>").status()).isEqualTo(400);
        assertThat(api.post("/v1/events", "[]").body()).contains("\"accepted\":0");
    }

    @Test
    void limitsAreNamed() {
        String thousandAndOne =
                IntStream.rangeClosed(0, 1000)
                        .mapToObj(i -> event("e" + i))
                        .collect(Collectors.joining(",", "[", "]"));
        String large =
                event("large").replace("\"tokens\":1", "\"x\":\"" + "y".repeat(70_000) + "\"");

        Answer tooMany = api.post("/v1/events", thousandAndOne);
        Answer tooLarge = api.post("/v1/events", large);
        Answer body = api.post("/v1/events", "[" + " ".repeat(1_100_000) + "]");

        assertThat(tooMany.status()).isEqualTo(422);
        assertThat(tooMany.at("/detail")).contains("1000");
        assertThat(tooLarge.at("/errors/0/code")).isEqualTo("TOO_LARGE");
        assertThat(body.status()).isEqualTo(413);
        assertThat(body.at("/detail")).contains("1 MB");
        assertThat(api.values()).isEmpty();
    }

    @Test
    void keyBoundToATenantSendsForThatTenantOnly() {
        String other = event("b").replace("\"subject\":\"acme\"", "\"subject\":\"globex\"");

        Answer answer =
                api.post(
                        "/v1/events",
                        "[" + event("a") + "," + other + "]",
                        "application/json",
                        ApiFixture.ACME_KEY);

        assertThat(answer.at("/accepted")).isEqualTo("1");
        assertThat(answer.at("/rejected/0/code")).isEqualTo("FORBIDDEN_TENANT");
        assertThat(api.values()).hasSize(1);
    }

    @Test
    void bodyInBinaryModeCannotSmuggleAttributes() {
        Answer answer =
                api.send(
                        api.request("/v1/events", ApiFixture.KEY)
                                .header("Content-Type", "application/json")
                                .header("ce-specversion", "1.0")
                                .POST(HttpRequest.BodyPublishers.ofString("{},\"subject\":\"x\"")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(api.values()).isEmpty();
    }

    private static String event(String id) {
        return """
               {"specversion":"1.0","id":"%s","source":"gateway-1","type":"llm.request",\
               "subject":"acme","time":"2026-03-20T10:00:00Z","data":{"tokens":1}}"""
                .formatted(id);
    }
}
