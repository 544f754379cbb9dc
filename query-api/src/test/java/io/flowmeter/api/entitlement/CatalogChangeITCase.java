package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestTables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Catalogs that change while checks go on, and no time passes. */
class CatalogChangeITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatThisProcessMakesRulesTheNextCheck() {
        assertThat(limits.check("acme", "gifts", "{}").at("/code")).isEqualTo("METER_NOT_FOUND");
        assertThat(enforce("e1").status()).isEqualTo(202);

        TestTables.meter(api, "gifts", "gifts.used", "COUNT", "");
        assertThat(limits.check("acme", "gifts", "{}").at("/reason")).isEqualTo("NO_LIMIT");

        subscribe(
                "{\"plan\":null,\"limits\":[{\"meter\":\"calls\",\"quantity\":0,\"graceDays\":0}]}");
        assertThat(limits.check("acme", "calls", "{}").at("/code")).isEqualTo("LIMIT_REACHED");
        assertThat(enforce("e2").status()).isEqualTo(429);

        api.write("PUT", "/v1/plans/free", plan(0));
        subscribe("{\"plan\":\"free\"}");
        assertThat(enforce("e3").status()).isEqualTo(429);
        api.write("PUT", "/v1/plans/free", plan(5));
        assertThat(enforce("e3").status()).isEqualTo(202);

        api.write("DELETE", "/v1/meters/gifts", "");
        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(404);
    }

    @Test
    void metersOfAnotherProcessAreFoundWhenTheyAreNamed() {
        limits.tenant("acme", limit("calls", "1"));
        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(404);

        elsewhere("gifts");

        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(404);
        api.clock.advance(TermsCache.LOOKED_FOR);
        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(200);
        assertThat(api.get("/v1/tenants/acme/entitlements/gifts").status()).isEqualTo(200);
    }

    @Test
    void metersThatAreNotThereAreLookedForSeldom() {
        limits.check("acme", "nothing", "{}");
        api.clock.advance(TermsCache.LOOKED_FOR);
        limits.check("acme", "nothing", "{}"); // looked for here

        elsewhere("gifts");

        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(404);
        api.clock.advance(TermsCache.LOOKED_FOR);
        assertThat(limits.check("acme", "gifts", "{}").status()).isEqualTo(200);
    }

    /** As another process would. */
    private void elsewhere(String meter) {
        api.execute(
                """
                INSERT INTO meter
                SELECT (jsonb_populate_record(m, jsonb_build_object('meter', CAST(? AS text)))).*
                  FROM meter AS m WHERE meter = 'calls'
                """,
                meter);
    }

    private void subscribe(String json) {
        Answer answer = api.write("PUT", "/v1/tenants/acme/subscription", json);
        assertThat(answer.status()).as(answer.body()).isLessThan(300);
    }

    private static String plan(int quantity) {
        return "{\"limits\":[{\"meter\":\"calls\",\"quantity\":%d,\"graceDays\":0}]}"
                .formatted(quantity);
    }

    private Answer enforce(String id) {
        return api.post(
                "/v1/events?enforce=true",
                """
                {"specversion":"1.0","id":"%s","source":"s","type":"calls.used","subject":"acme",
                 "time":"2026-03-20T10:07:00Z"}"""
                        .formatted(id));
    }
}
