package io.flowmeter.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventIngestITCase {

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
    void oneJsonEventIsStoredAsItWasSent() {
        Answer answer =
                api.post(
                        "/v1/events",
                        """
                        {"specversion":"1.0","id":"evt_1","source":"gateway-1","type":"llm.request",
                         "subject":"acme","time":"2026-03-20T10:00:00Z","note":"caf\\u00e9 \\ud800",
                         "data":{"tokens":1.10,"big":1e400,"small":0.1e-30,"n":12345678901234567890123}}
                        """);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        var record = api.records().get(0);
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme");
        assertThat(
                        new String(
                                record.headers().lastHeader("content-type").value(),
                                StandardCharsets.UTF_8))
                .isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(new String(record.value(), StandardCharsets.UTF_8))
                .startsWith("{\"namespace\":\"default\",\"specversion\":\"1.0\"")
                .contains(
                        "\"tokens\":1.10,\"big\":1e400,\"small\":0.1e-30,\"n\":12345678901234567890123")
                .contains("caf\\u00e9 \\ud800");
    }

    @Test
    void everyMediaTypeIsTaken() {
        String one = event("one");

        assertThat(
                        api.post("/v1/events", "[" + event("a1") + "," + event("a2") + "]")
                                .at("/accepted"))
                .isEqualTo("2");
        assertThat(
                        api.post("/v1/events", one, "application/cloudevents+json; charset=utf-8")
                                .status())
                .isEqualTo(202);
        assertThat(
                        api.post(
                                        "/v1/events",
                                        "[" + event("b") + "]",
                                        "application/cloudevents-batch+json")
                                .status())
                .isEqualTo(202);
        assertThat(
                        api.post(
                                        "/v1/events",
                                        event("l1") + "\r\n\n" + event("l2") + "\n",
                                        "application/x-ndjson")
                                .at("/accepted"))
                .isEqualTo("2");
        assertThat(api.values()).hasSize(6);
    }

    @Test
    void binaryModeHasItsAttributesInHeaders() {
        Answer answer =
                api.send(
                        api.request("/v1/events", ApiFixture.KEY)
                                .header("Content-Type", "application/json")
                                .header("ce-specversion", "1.0")
                                .header("ce-id", "evt_1")
                                .header("ce-source", "gateway-1")
                                .header("ce-type", "llm.request")
                                .header("ce-subject", "caf%C3%A9")
                                .header("ce-time", "2026-03-20T10:00:00Z")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"tokens\":1.50}")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.values())
                .singleElement()
                .asString()
                .contains("\"subject\":\"café\"", "\"data\":{\"tokens\":1.50}");
    }

    @Test
    void nullStandsForAbsent() {
        String event = event("a").replace("{\"spec", "{\"namespace\":null,\"spec");

        assertThat(api.post("/v1/events", event).status()).isEqualTo(202);
        assertThat(api.values())
                .singleElement()
                .asString()
                .startsWith("{\"namespace\":\"default\"");
    }

    @Test
    void verdictsAreCounted() {
        api.execute(
                """
                INSERT INTO event_count (namespace, verdict, detail, generation, events) VALUES
                ('default', 'ACCEPTED', '', 0, 7), ('default', 'DEAD_LETTER', 'TOO_LATE', 0, 2),
                ('default', 'UNMATCHED', 'ping', 0, 3), ('other', 'ACCEPTED', '', 0, 99)
                """);

        Answer answer = api.get("/v1/events/verdicts");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"accepted\":7,\"duplicate\":0,\"conflict\":0,\"deadLetter\":{\"TOO_LATE\":2},"
                                + "\"unmatched\":{\"ping\":3},\"asOf\":null,\"lagSeconds\":null}");
        assertThat(api.get("/v1/events/verdicts", ApiFixture.ACME_KEY).status()).isEqualTo(403);
    }

    private static String event(String id) {
        return """
               {"specversion":"1.0","id":"%s","source":"gateway-1","type":"llm.request",\
               "subject":"acme","time":"2026-03-20T10:00:00Z","data":{"tokens":1}}"""
                .formatted(id);
    }
}
