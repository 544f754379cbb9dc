package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionITCase {

    private static final String PATH = "/v1/tenants/acme/subscription";
    private static final String LATER = "2099-01-01T00:00:00Z";

    private ApiFixture api;
    private CatalogFixture fixture;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        fixture = new CatalogFixture(api);
        fixture.meter("calls", "COUNT", "{}");
        for (String plan : List.of("free", "starter")) {
            api.write(
                    "PUT",
                    "/v1/plans/" + plan,
                    "{\"limits\":[{\"meter\":\"calls\",\"quantity\":9}]}");
        }
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void subscriptionIsReadBack() {
        Answer created =
                put(
                        """
                        {"plan":"starter","limits":[
                          {"meter":"calls","quantity":"20","enforcement":"SOFT","thresholds":["50%"]}]}
                        """);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(PATH);
        assertThat(api.get(PATH).json()).isEqualTo(created.json());
        assertThat(created.at("/plan")).isEqualTo("starter");
        assertThat(created.at("/limits/0/quantity")).isEqualTo("20");
        assertThat(created.at("/effectiveFrom")).isEqualTo(created.at("/updatedAt"));
    }

    @Test
    void jobLearnsOfTheSubscriptionAsAgreed() {
        put(
                """
                {"plan":"starter","effectiveFrom":"2099-01-01T00:00:00Z","limits":[
                  {"meter":"calls","quantity":"20","enforcement":"SOFT","thresholds":["50%"]}]}
                """);

        assertThat(fixture.changes("SUBSCRIPTION"))
                .containsExactly("acme 1 " + CatalogFixture.agreed("subscription"));
    }

    @Test
    void changesAreVersionsWithAnAuditTrailOfTheLimits() {
        put("{\"plan\":\"free\"}");

        Answer same = put("{\"plan\":\"free\",\"limits\":[]}");
        put("{\"plan\":\"free\",\"limits\":[{\"meter\":\"calls\",\"quantity\":5}]}");
        put("{\"plan\":\"free\",\"limits\":[{\"meter\":\"calls\",\"quantity\":null}]}");
        Answer ended = put("{\"plan\":null}");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.at("/version")).isEqualTo("1");
        assertThat(ended.at("/version")).isEqualTo("4");
        assertThat(ended.json().at("/plan").isNull()).isTrue();
        assertThat(fixture.changes("SUBSCRIPTION")).hasSize(4);
        assertThat(fixture.audit("subscription/acme"))
                .containsExactly(
                        audit("create", "null", "null"),
                        audit("update", "null", "5"),
                        audit("update", "5", "null"),
                        audit("update", "null", "null"));
    }

    @Test
    void whatIsInForceIsShownWithWhatFollows() {
        Answer first = put("{\"plan\":\"free\",\"effectiveFrom\":\"" + LATER + "\"}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(api.get(PATH).json()).isEqualTo(first.json());

        put("{\"plan\":\"starter\"}");
        assertThat(api.get(PATH).at("/plan")).isEqualTo("starter");
        assertThat(api.get(PATH).json().has("next")).isFalse();

        put("{\"plan\":\"free\",\"effectiveFrom\":\"2099-06-01T00:00:00Z\"}");
        put("{\"plan\":null,\"effectiveFrom\":\"2099-03-01T00:00:00Z\"}");
        assertThat(api.get(PATH).at("/version")).isEqualTo("2");
        assertThat(api.get(PATH).at("/next/version")).isEqualTo("4");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Answer answer =
                put(
                        """
                        {"plan":"gold","effectiveFrom":"2020-01-01T00:00:00Z","tenant":"acme",
                         "limits":[{"meter":"none","quantity":"x"}]}
                        """);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "#/plan",
                        "#/effectiveFrom",
                        "#/tenant",
                        "#/limits/0/meter",
                        "#/limits/0/quantity");
        assertThat(answer.json().at("/errors").findValuesAsText("code"))
                .contains("PLAN_NOT_FOUND", "METER_NOT_FOUND");
        assertThat(put("{\"limits\":[]}").at("/errors/0/pointer")).isEqualTo("#/plan");
        assertThat(api.write("PUT", "/v1/tenants/%20/subscription", "{\"plan\":null}").status())
                .isEqualTo(400);
        assertThat(api.get(PATH).at("/code")).isEqualTo("SUBSCRIPTION_NOT_FOUND");
        assertThat(api.get(PATH + "/versions").at("/code")).isEqualTo("SUBSCRIPTION_NOT_FOUND");
    }

    @Test
    void archivedPlanTakesNoSubscribersAndKeepsThoseItHas() {
        put("{\"plan\":\"free\"}");
        api.write("DELETE", "/v1/plans/free", "");

        Answer other = api.write("PUT", "/v1/tenants/globex/subscription", "{\"plan\":\"free\"}");
        Answer kept = put("{\"plan\":\"free\",\"limits\":[{\"meter\":\"calls\",\"quantity\":5}]}");

        assertThat(other.at("/errors/0/code")).isEqualTo("PLAN_NOT_FOUND");
        assertThat(kept.at("/version")).isEqualTo("2");
    }

    @Test
    void versionsAreListedNewestFirst() {
        put("{\"plan\":\"free\"}");
        put("{\"plan\":\"starter\"}");
        put("{\"plan\":null}");

        Answer first = api.get(PATH + "/versions?limit=2");
        Answer second = api.get(PATH + "/versions?limit=2&cursor=" + first.at("/nextCursor"));

        assertThat(first.json().at("/data").findValuesAsText("version")).containsExactly("3", "2");
        assertThat(second.json().at("/data").findValuesAsText("plan")).containsExactly("free");
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(api.get(PATH + "/versions?cursor=YWJj").status()).isEqualTo(400);
    }

    @Test
    void keyOfATenantReadsItsOwnAndChangesNothing() {
        put("{\"plan\":\"free\"}");
        api.write("PUT", "/v1/tenants/globex/subscription", "{\"plan\":\"starter\"}");
        String key = ApiFixture.ACME_KEY;

        assertThat(api.get(PATH, key).at("/plan")).isEqualTo("free");
        assertThat(api.get(PATH + "/versions", key).json().at("/data")).hasSize(1);
        assertThat(api.get("/v1/tenants/globex/subscription", key).status()).isEqualTo(404);
        assertThat(api.get("/v1/tenants/globex/subscription/versions", key).status())
                .isEqualTo(404);
        assertThat(api.write("PUT", PATH, "{\"plan\":null}", "application/json", key).at("/code"))
                .isEqualTo("FORBIDDEN");
        assertThat(api.get(PATH, ApiFixture.FOREIGN_KEY).status()).isEqualTo(404);
        assertThat(
                        api.write(
                                        "PUT",
                                        PATH,
                                        "{\"plan\":\"free\"}",
                                        "application/json",
                                        ApiFixture.FOREIGN_KEY)
                                .at("/errors/0/code"))
                .isEqualTo("PLAN_NOT_FOUND");
    }

    @Test
    void tenantOfAnyNameCanBeSubscribed() {
        Answer created = api.write("PUT", "/v1/tenants/a%2Fb%20c/subscription", "{\"plan\":null}");

        assertThat(created.header("Location")).isEqualTo("/v1/tenants/a%2Fb%20c/subscription");
        assertThat(api.get("/v1/tenants/a%2Fb%20c/subscription").at("/tenant")).isEqualTo("a/b c");
    }

    private static String audit(String action, String before, String after) {
        return "{actor=admin0001, tenant=acme, action=subscription.%s, before=%s, after=%s}"
                .formatted(action, before, after);
    }

    private Answer put(String json) {
        return api.write("PUT", PATH, json);
    }
}
