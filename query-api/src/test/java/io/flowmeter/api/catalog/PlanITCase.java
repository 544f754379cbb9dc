package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanITCase {

    private static final String STARTER =
            """
            {"key":"starter","name":"Starter","limits":[
              {"meter":"calls","quantity":10000},
              {"key":"tokens-of-u1","meter":"tokens","window":"MONTH","dimension":"user",
               "dimensionValue":"u-1","quantity":"1e5","enforcement":"SOFT","burst":"12.50",
               "graceDays":3,"whenStale":"DENY","thresholds":["80 %","500.0","80%","5E2"]},
              {"key":"calls-per-hour","meter":"calls","window":"PT60M","quantity":-1,
               "thresholds":[]}],
             "metadata":{"tier":"1"}}
            """;

    private ApiFixture api;
    private CatalogFixture fixture;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        fixture = new CatalogFixture(api);
        fixture.meter("calls", "COUNT", "{}");
        fixture.meter("tokens", "SUM", "{\"user\":\"$.user\"}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void createdPlanIsReadBackWithItsDefaults() {
        Answer created = api.post("/v1/plans", STARTER);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/v1/plans/starter");
        assertThat(api.get("/v1/plans/starter").json()).isEqualTo(created.json());
        assertThat(created.at("/effectiveFrom")).isEqualTo(created.at("/updatedAt"));
        assertThat(created.json().at("/limits/0"))
                .hasToString(
                        "{\"key\":\"calls\",\"meter\":\"calls\",\"window\":\"PERIOD\","
                                + "\"dimension\":null,\"dimensionValue\":null,"
                                + "\"quantity\":\"10000\",\"enforcement\":\"HARD\","
                                + "\"burst\":\"0\",\"graceDays\":14,\"whenStale\":\"ALLOW\","
                                + "\"thresholds\":[\"75%\",\"80%\",\"90%\",\"95%\",\"100%\"]}");
        assertThat(created.json().at("/limits/1"))
                .hasToString(
                        "{\"key\":\"tokens-of-u1\",\"meter\":\"tokens\",\"window\":\"MONTH\","
                                + "\"dimension\":\"user\",\"dimensionValue\":\"u-1\","
                                + "\"quantity\":\"100000\",\"enforcement\":\"SOFT\","
                                + "\"burst\":\"12.5\",\"graceDays\":3,\"whenStale\":\"DENY\","
                                + "\"thresholds\":[\"80%\",\"500\"]}");
        assertThat(created.json().at("/limits/2/quantity").isNull()).isTrue();
        assertThat(created.json().at("/limits/2/thresholds")).isEmpty();
    }

    @Test
    void jobLearnsOfThePlanAsAgreed() {
        api.post(
                "/v1/plans",
                """
                {"key":"free","effectiveFrom":"2099-01-01T00:00:00Z","limits":[
                  {"key":"tokens-each","meter":"tokens","dimension":"user","quantity":"1000",
                   "thresholds":["75%","500"]}]}
                """);

        assertThat(fixture.changes("PLAN"))
                .containsExactly("free 1 " + CatalogFixture.agreed("plan"));
    }

    @Test
    void changesAreVersionsWithAnAuditTrailOfTheLimits() {
        api.post("/v1/plans", STARTER);

        Answer same = put(STARTER);
        Answer raised = put(STARTER.replace("10000", "20000"));
        Answer deleted = api.write("DELETE", "/v1/plans/starter", "");
        Answer again = api.post("/v1/plans", STARTER);

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.at("/version")).isEqualTo("1");
        assertThat(raised.at("/version")).isEqualTo("2");
        assertThat(raised.at("/effectiveFrom")).isEqualTo(raised.at("/updatedAt"));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.at("/version")).isEqualTo("4");
        assertThat(fixture.changes("PLAN"))
                .extracting(change -> change.substring(0, 10))
                .containsExactly("starter 1 ", "starter 2 ", "starter 3 ", "starter 4 ");
        assertThat(fixture.audit("plan/starter"))
                .containsExactly(
                        audit("create", "null", "10000"),
                        audit("update", "10000", "20000"),
                        audit("archive", "20000", "20000"),
                        audit("create", "20000", "10000"));
    }

    @Test
    void versionsAreListedNewestFirst() {
        api.post("/v1/plans", STARTER);
        put(STARTER.replace("Starter", "Second"));
        api.write("DELETE", "/v1/plans/starter", "");

        Answer first = api.get("/v1/plans/starter/versions?limit=2");
        Answer second =
                api.get("/v1/plans/starter/versions?limit=2&cursor=" + first.at("/nextCursor"));

        assertThat(first.json().at("/data").findValuesAsText("version")).containsExactly("3", "2");
        assertThat(first.at("/data/0/archived")).isEqualTo("true");
        assertThat(second.json().at("/data").findValuesAsText("name")).containsExactly("Starter");
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(api.get("/v1/plans/none/versions").at("/code")).isEqualTo("PLAN_NOT_FOUND");
    }

    @Test
    void whatIsToRuleLaterCanBeChangedBeforeItDoes() {
        api.post("/v1/plans", STARTER);
        String from = "\"effectiveFrom\":\"2099-01-01T00:00:00Z\",";
        String later = STARTER.replace("\"metadata\"", from + "\"metadata\"");

        Answer scheduled = put(later);
        Answer again = put(later);
        Answer back = put(STARTER);

        assertThat(scheduled.at("/version")).isEqualTo("2");
        assertThat(scheduled.at("/effectiveFrom")).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(again.at("/version")).isEqualTo("2");
        assertThat(back.at("/version")).isEqualTo("3");
    }

    @Test
    void archivedPlanIsGone() {
        api.post("/v1/plans", STARTER);

        assertThat(api.post("/v1/plans", STARTER).at("/code")).isEqualTo("PLAN_EXISTS");
        assertThat(api.write("DELETE", "/v1/plans/starter", "").status()).isEqualTo(204);
        assertThat(api.get("/v1/plans/starter").at("/code")).isEqualTo("PLAN_NOT_FOUND");
        assertThat(api.get("/v1/plans").json().at("/data")).isEmpty();
        assertThat(api.write("DELETE", "/v1/plans/starter", "").status()).isEqualTo(404);
    }

    @Test
    void listIsPaged() {
        for (String key : List.of("c", "a", "b")) {
            assertThat(api.write("PUT", "/v1/plans/" + key, "{}").status()).isEqualTo(201);
        }

        Answer first = api.get("/v1/plans?limit=2");
        Answer second = api.get("/v1/plans?limit=2&cursor=" + first.at("/nextCursor"));

        assertThat(first.json().at("/data").findValuesAsText("key")).containsExactly("a", "b");
        assertThat(second.json().at("/data").findValuesAsText("key")).containsExactly("c");
    }

    @Test
    void scopesAndNamespacesAreKept() {
        api.post("/v1/plans", STARTER);

        for (String key : List.of(ApiFixture.READ_KEY, ApiFixture.ACME_KEY)) {
            assertThat(api.get("/v1/plans/starter", key).status()).isEqualTo(200);
            assertThat(put(STARTER, key).at("/code")).isEqualTo("FORBIDDEN");
        }
        String foreign = ApiFixture.FOREIGN_KEY;
        assertThat(api.get("/v1/plans/starter", foreign).status()).isEqualTo(404);
        assertThat(api.get("/v1/plans/starter/versions", foreign).status()).isEqualTo(404);
        assertThat(put(STARTER, foreign).at("/errors/0/code")).isEqualTo("METER_NOT_FOUND");
    }

    private static String audit(String action, String before, String after) {
        return "{actor=admin0001, tenant=null, action=plan.%s, before=%s, after=%s}"
                .formatted(action, before, after);
    }

    private Answer put(String json) {
        return put(json, ApiFixture.KEY);
    }

    private Answer put(String json, String key) {
        return api.write("PUT", "/v1/plans/starter", json, "application/json", key);
    }
}
