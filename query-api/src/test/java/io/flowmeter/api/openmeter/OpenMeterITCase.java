package io.flowmeter.api.openmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.usage.UsageFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenMeterITCase {

    private static final String METER =
            """
            {"slug":"tokens_total","name":"Tokens Total","aggregation":"SUM","eventType":"prompt",
             "valueProperty":"$.tokens","groupBy":{"model":"$.model","type":"$.type"},
             "metadata":{"a":"b"},"futureField":1}
            """;

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
    void eventWithoutTimeHappenedNow() {
        Answer answer =
                api.post(
                        "/api/v1/events",
                        """
                        {"specversion":"1.0","id":"1","source":"s","type":"prompt","subject":"c-1",
                         "time":null,"data":{"tokens":"12"}}
                        """,
                        "application/cloudevents+json");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(api.values())
                .singleElement()
                .asString()
                .contains("\"time\":\"" + ApiFixture.NOW);
        assertThat(api.post("/v1/events", "{\"specversion\":\"1.0\"}").status()).isEqualTo(400);
    }

    @Test
    void refusedEventsAreSaidAndTheOthersStored() {
        Answer answer =
                api.post(
                        "/api/v1/events",
                        "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"subject\":\"c\"},{}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("SOME_EVENTS_REJECTED");
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("#/1");
        assertThat(api.values()).hasSize(1);
    }

    @Test
    void metersHaveOpenMetersShape() {
        Answer created = api.post("/api/v1/meters", METER);
        String id = created.at("/id");

        assertThat(created.status()).isEqualTo(201);
        assertThat(id).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
        assertThat(created.at("/slug")).isEqualTo("tokens_total");
        assertThat(created.at("/groupBy/model")).isEqualTo("$.model");
        assertThat(created.json().has("eventFrom")).isFalse();
        assertThat(api.get("/api/v1/meters/" + id).json()).isEqualTo(created.json());
        assertThat(api.get("/api/v1/meters/tokens_total").json()).isEqualTo(created.json());
        assertThat(api.get("/api/v1/meters").json().get(0)).isEqualTo(created.json());
        Answer updated =
                api.write("PUT", "/api/v1/meters/" + id, "{\"groupBy\":{\"user\":\"$.u\"}}");
        assertThat(updated.at("/groupBy/user")).isEqualTo("$.u");
        assertThat(updated.at("/id")).isEqualTo(id);
        assertThat(api.write("DELETE", "/api/v1/meters/" + id, "").status()).isEqualTo(204);
        assertThat(api.get("/api/v1/meters/tokens_total").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/meters?includeDeleted=true").json().get(0).has("deletedAt"))
                .isTrue();
        assertThat(
                        api.post(
                                        "/api/v1/meters",
                                        "{\"slug\":\"l\",\"aggregation\":\"LATEST\",\"eventType\":\"t\",\"valueProperty\":\"$.v\"}")
                                .at("/aggregation"))
                .isEqualTo("LATEST");
        assertThat(
                        api.post(
                                        "/api/v1/meters",
                                        "{\"slug\":\"c\",\"aggregation\":\"COUNT\",\"eventType\":\"t\",\"valueProperty\":\"$.v\"}")
                                .status())
                .isEqualTo(201);
    }

    @Test
    void queriesAnswerNumbers() {
        api.post("/api/v1/meters", METER);
        var usage = UsageFixture.of(api).usage("c-1", "tokens_total", "SUM");
        usage.quarter("2026-03-01T00:00", 2, "12.50");
        usage.by("{\"model\":\"gpt-4\",\"type\":\"in\"}").quarter("2026-03-01T00:00", 1, "12");
        usage.by("{\"model\":\"gpt-5\",\"type\":\"in\"}").quarter("2026-03-01T00:00", 1, "0.5");

        Answer total = api.get("/api/v1/meters/tokens_total/query?clientId=x");
        Answer bySubject =
                api.get(
                        "/api/v1/meters/tokens_total/query?subject=c-1&windowSize=DAY"
                                + "&from=2026-03-01T00:00:00.000Z&to=2026-03-02T00%3A00%3A00.000Z");
        Answer simple = api.get("/api/v1/meters/tokens_total/query?filterGroupBy%5Bmodel%5D=gpt-4");
        Answer advanced =
                api.post(
                        "/api/v1/meters/tokens_total/query",
                        """
                        {"groupBy":["model"],"filterGroupBy":{"type":["in"]},
                         "advancedMeterGroupByFilters":{"model":{"$in":["gpt-5"]}}}
                        """);

        assertThat(total.body())
                .contains("\"data\":[{\"value\":12.5,", "\"subject\":null,\"groupBy\":{}");
        assertThat(bySubject.body())
                .isEqualTo(
                        "{\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\",\"windowSize\":\"DAY\","
                                + "\"data\":[{\"value\":12.5,\"windowStart\":\"2026-03-01T00:00:00Z\","
                                + "\"windowEnd\":\"2026-03-02T00:00:00Z\",\"subject\":\"c-1\",\"groupBy\":{}}]}");
        assertThat(simple.body()).contains("\"value\":12,");
        assertThat(advanced.body()).contains("\"value\":0.5,", "\"groupBy\":{\"model\":\"gpt-5\"}");
        assertThat(api.get("/api/v1/meters/tokens_total/query?subject=none").body())
                .contains("\"data\":[]");
        assertThat(
                        api.get(
                                        "/api/v1/meters/tokens_total/query?advancedMeterGroupByFilters=%7B%22model%22%3A%7B%22%24like%22%3A%22x%22%7D%7D")
                                .status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/meters/tokens_total/query?filterCustomerId=x").status())
                .isEqualTo(400);
    }
}
