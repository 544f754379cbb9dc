package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeterITCase {

    private static final String TOKENS =
            """
            {"key":"tokens","eventType":"llm.request","aggregation":"sum","valueProperty":"$.tokens",
             "filter":[{"property":"$.status","operator":"EQUALS","values":["ok"]}],
             "groupBy":{"model":"$.model"},"unit":"token","effectiveFrom":"2026-01-01T00:00:00Z"}
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
    void createdMeterIsReadBackAndTheJobLearnsOfIt() {
        Answer created = api.post("/v1/meters", TOKENS);
        Answer read = api.get("/v1/meters/tokens");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/v1/meters/tokens");
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.at("/aggregation")).isEqualTo("SUM");
        assertThat(read.at("/version")).isEqualTo("1");
        assertThat(read.at("/maxDimensionSets")).isEqualTo("1000");
        Map<String, Object> change = changes().get(0);
        assertThat(change)
                .containsEntry("entity", "METER")
                .containsEntry("entity_key", "tokens")
                .containsEntry("version", 1);
        assertThat(change.get("payload"))
                .hasToString(
                        "{\"filter\": [{\"values\": [\"ok\"], \"operator\": \"EQUALS\", \"property\":"
                                + " \"$.status\"}], \"groupBy\": {\"model\": \"$.model\"},"
                                + " \"archived\": false, \"eventType\": \"llm.request\","
                                + " \"aggregation\": \"SUM\", \"effectiveFrom\":"
                                + " \"2026-01-01T00:00:00Z\", \"valueProperty\": \"$.tokens\","
                                + " \"maxDimensionSets\": 1000}");
        assertThat(change.get("same_time")).isEqualTo(true);
    }

    @Test
    void changesAreVersionsWithAnAuditTrail() {
        api.post("/v1/meters", TOKENS);

        Answer patched =
                api.write(
                        "PATCH",
                        "/v1/meters/tokens",
                        "{\"groupBy\":{\"user\":\"$['user.id']\"},\"unit\":null}");
        Answer deleted = api.write("DELETE", "/v1/meters/tokens", "");
        Answer again = api.post("/v1/meters", TOKENS.replace("2026-01-01", "2036-01-01"));

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.at("/version")).isEqualTo("2");
        assertThat(patched.json().at("/unit").isNull()).isTrue();
        assertThat(patched.at("/groupBy/user")).isEqualTo("$['user.id']");
        assertThat(patched.at("/filter/0/property")).isEqualTo("$.status");
        assertThat(patched.at("/effectiveFrom")).isEqualTo(patched.at("/updatedAt"));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(again.at("/version")).isEqualTo("4");
        assertThat(changes()).extracting(row -> row.get("version")).containsExactly(1, 2, 3, 4);
        assertThat(
                        rows(
                                "SELECT actor, action, object, before ->> 'version' AS before FROM audit_log ORDER BY seq"))
                .extracting(Map::toString)
                .containsExactly(
                        "{actor=admin0001, action=meter.create, object=meter/tokens, before=null}",
                        "{actor=admin0001, action=meter.update, object=meter/tokens, before=1}",
                        "{actor=admin0001, action=meter.archive, object=meter/tokens, before=2}",
                        "{actor=admin0001, action=meter.create, object=meter/tokens, before=3}");
    }

    @Test
    void whatCannotChangeIsRefused() {
        api.post("/v1/meters", TOKENS);

        assertThat(api.post("/v1/meters", TOKENS).at("/code")).isEqualTo("METER_EXISTS");
        assertThat(patch("{\"aggregation\":\"MAX\"}").at("/code")).isEqualTo("METER_IMMUTABLE");
        assertThat(patch("{\"eventType\":\"x\"}").status()).isEqualTo(409);
        assertThat(patch("{\"key\":\"x\"}").status()).isEqualTo(409);
        assertThat(patch("{\"effectiveFrom\":\"2025-12-31T00:00:00Z\"}").at("/errors/0/pointer"))
                .isEqualTo("#/effectiveFrom");
        assertThat(patch("{\"valueProperty\":null}").at("/errors/0/pointer"))
                .isEqualTo("#/valueProperty");
        assertThat(patch("{\"aggregation\":\"sum\"}").status()).isEqualTo(200);
        api.write("DELETE", "/v1/meters/tokens", "");
        assertThat(api.post("/v1/meters", TOKENS.replace("sum", "max")).at("/code"))
                .isEqualTo("METER_IMMUTABLE");
        assertThat(api.get("/v1/meters/tokens").at("/code")).isEqualTo("METER_NOT_FOUND");
        assertThat(patch("{}").status()).isEqualTo(404);
        assertThat(api.write("DELETE", "/v1/meters/none", "").status()).isEqualTo(404);
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Answer answer =
                api.post(
                        "/v1/meters",
                        """
                        {"key":"-tokens","eventType":"","aggregation":"MEDIAN","valueProperty":"tokens",
                         "filter":[{"property":"$.a","operator":"LIKE"},
                                   {"property":"$.b","operator":"GREATER_OR_EQUAL","values":["much"]},3],
                         "groupBy":{"subject":"$.s","model":"$.m[0]","a/b":5},"maxDimensionSets":0,
                         "unit":"a\\u0000b","effectiveFrom":"yesterday","valueProprty":"$.x"}
                        """);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "#/key",
                        "#/eventType",
                        "#/aggregation",
                        "#/valueProperty",
                        "#/filter/2",
                        "#/filter/0/operator",
                        "#/filter/1/values",
                        "#/groupBy/subject",
                        "#/groupBy/model",
                        "#/groupBy/a~1b",
                        "#/maxDimensionSets",
                        "#/unit",
                        "#/effectiveFrom",
                        "#/valueProprty");
        assertThat(changes()).isEmpty();
    }

    @Test
    void listIsPaged() {
        for (String key : List.of("c", "a", "b")) {
            api.post("/v1/meters", TOKENS.replace("\"tokens\"", "\"" + key + "\""));
        }
        api.write("DELETE", "/v1/meters/b", "");

        Answer first = api.get("/v1/meters?limit=1");
        Answer second = api.get("/v1/meters?limit=1&cursor=" + first.at("/nextCursor"));

        assertThat(first.at("/data/0/key")).isEqualTo("a");
        assertThat(second.at("/data/0/key")).isEqualTo("c");
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(api.get("/v1/meters?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/v1/meters?cursor=%25").status()).isEqualTo(400);
    }

    @Test
    void scopesAreNeeded() {
        assertThat(
                        api.post("/v1/meters", TOKENS, "application/json", ApiFixture.READ_KEY)
                                .at("/code"))
                .isEqualTo("FORBIDDEN");
        assertThat(
                        api.post("/v1/meters", TOKENS, "application/json", ApiFixture.ACME_KEY)
                                .at("/code"))
                .isEqualTo("FORBIDDEN");
        assertThat(api.get("/v1/meters", ApiFixture.READ_KEY).status()).isEqualTo(200);
    }

    private Answer patch(String json) {
        return api.write("PATCH", "/v1/meters/tokens", json);
    }

    private List<Map<String, Object>> changes() {
        return rows(
                """
                SELECT c.entity, c.entity_key, c.version, CAST(c.payload AS text) AS payload,
                       c.recorded_at = m.recorded_at AS same_time
                  FROM catalog_change AS c
                  JOIN meter AS m ON m.meter = c.entity_key AND m.version = c.version
                 ORDER BY c.seq
                """);
    }

    private List<Map<String, Object>> rows(String sql) {
        return api.owner.withHandle(handle -> handle.createQuery(sql).mapToMap().list());
    }
}
