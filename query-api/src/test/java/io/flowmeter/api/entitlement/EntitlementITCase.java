package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitlementITCase {

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
    void anEntitlementSaysWhatIsUsedLeftAndWhenItResets() {
        limits.tenant("acme", limit("calls", "1000")).used("acme", "calls", "812.50");

        Answer answer = api.get("/v1/tenants/acme/entitlements/calls");

        assertThat(answer.body())
                .isEqualTo(
                        """
                        {"tenant":"acme","meter":"calls","hasAccess":true,"reason":"WITHIN_LIMIT","limitKey":"calls",\
                        "usage":"812.5","limit":"1000","balance":"187.5","overage":"0",\
                        "resetsAt":"2026-04-01T00:00:00Z","graceUntil":null,\
                        "limits":[{"key":"calls","window":"PERIOD","hasAccess":true,"reason":"WITHIN_LIMIT",\
                        "usage":"812.5","reserved":"0","limit":"1000","balance":"187.5","overage":"0","burst":"0",\
                        "enforcement":"HARD","whenStale":"DENY","resetsAt":"2026-04-01T00:00:00Z","graceUntil":null,\
                        "crossedThresholds":["75%","80%"]}],\
                        "asOf":"2026-03-20T10:07:29Z","lagSeconds":1,"stale":false}""");
    }

    @Test
    void everyMeterOfATenantIsListedWithAndWithoutLimit() {
        limits.tenant("acme", limit("calls", "10")).used("acme", "calls", "12");

        Answer answer = api.get("/v1/tenants/acme/entitlements");

        assertThat(answer.json().at("/entitlements").findValuesAsText("meter"))
                .containsExactly("calls", "seats", "tokens", "users");
        assertThat(answer.at("/entitlements/0/reason")).isEqualTo("LIMIT_REACHED");
        assertThat(answer.at("/entitlements/0/overage")).isEqualTo("2");
        assertThat(answer.at("/entitlements/2/reason")).isEqualTo("NO_LIMIT");
        assertThat(answer.at("/entitlements/2/usage")).isEqualTo("0");
        assertThat(answer.json().at("/entitlements/1/usage").isNull()).isTrue();
        assertThat(answer.at("/lagSeconds")).isEqualTo("1");
    }

    @Test
    void whatThereIsNotIsNotFound() {
        limits.tenant("acme");

        assertThat(api.get("/v1/tenants/nobody/entitlements").at("/code"))
                .isEqualTo("TENANT_NOT_FOUND");
        assertThat(api.get("/v1/tenants/nobody/entitlements/calls").at("/code"))
                .isEqualTo("TENANT_NOT_FOUND");
        assertThat(api.get("/v1/tenants/acme/entitlements/nothing").at("/code"))
                .isEqualTo("METER_NOT_FOUND");
        assertThat(limits.check("acme", "nothing", "{}").at("/code")).isEqualTo("METER_NOT_FOUND");
        assertThat(api.get("/v1/tenants/acme/entitlements", ApiFixture.FOREIGN_KEY).status())
                .isEqualTo(404);
    }

    @Test
    void aCheckRefusesWithEverythingTheClientNeedsToKnow() {
        limits.tenant("acme", limit("calls", "10")).used("acme", "calls", "8");

        Answer allowed = limits.check("acme", "calls", "{\"quantity\":2}");
        Answer refused = limits.check("acme", "calls", "{\"quantity\":\"3\"}");

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.at("/remaining")).isEqualTo("2");
        assertThat(allowed.json().at("/reservation").isNull()).isTrue();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.at("/type")).isEqualTo("urn:flowmeter:problem:limit-reached");
        assertThat(refused.at("/code")).isEqualTo("LIMIT_REACHED");
        assertThat(refused.at("/detail"))
                .isEqualTo("limit calls is 10, of which 2 is left; asked for 3");
        assertThat(refused.at("/limit")).isEqualTo("10");
        assertThat(refused.at("/remaining")).isEqualTo("2");
        assertThat(refused.at("/resetsAt")).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(refused.header("Retry-After")).isEqualTo("1000350");
        assertThat(refused.at("/retryAfterSeconds")).isEqualTo("1000350");
        assertThat(limits.rows("SELECT count(*) FROM reservation")).isZero();
        assertThat(limits.check("acme", "calls", "{\"quantity\":11}").header("Retry-After"))
                .isEmpty();
    }

    @Test
    void aLimitOfNothingHasNothingToGive() {
        limits.tenant("acme", limit("calls", "0"));

        Answer entitlement = api.get("/v1/tenants/acme/entitlements/calls");
        Answer check = limits.check("acme", "calls", "{}");

        assertThat(entitlement.at("/hasAccess")).isEqualTo("false");
        assertThat(entitlement.at("/reason")).isEqualTo("LIMIT_REACHED");
        assertThat(entitlement.json().at("/graceUntil").isNull()).isTrue();
        assertThat(entitlement.json().at("/limits/0/crossedThresholds")).isEmpty();
        assertThat(check.at("/code")).isEqualTo("LIMIT_REACHED");
        assertThat(check.at("/remaining")).isEqualTo("0");
        assertThat(limits.check("acme", "calls", "{\"quantity\":0}").status()).isEqualTo(200);
    }

    @Test
    void graceOfALimitOfNothingBeginsWithTheFirstUsage() {
        limits.tenant("acme", limit("calls", "0").grace(Duration.ofDays(14)));

        Answer before = api.get("/v1/tenants/acme/entitlements/calls");
        assertThat(before.at("/hasAccess")).isEqualTo("true");
        assertThat(before.json().at("/graceUntil").isNull()).isTrue();
        assertThat(limits.check("acme", "calls", "{}").status()).isEqualTo(200);

        Instant first = ApiFixture.NOW.minus(Duration.ofDays(13));
        limits.used("acme", "calls", "1").reached("acme", "calls", first);
        Answer during = api.get("/v1/tenants/acme/entitlements/calls");
        assertThat(during.at("/reason")).isEqualTo("IN_GRACE");
        assertThat(during.at("/graceUntil")).isEqualTo("2026-03-21T10:07:30Z");
        assertThat(limits.check("acme", "calls", "{}").status()).isEqualTo(200);

        api.clock.advance(Duration.ofDays(1));
        assertThat(api.get("/v1/tenants/acme/entitlements/calls").at("/hasAccess"))
                .isEqualTo("false");
        assertThat(limits.check("acme", "calls", "{}").status()).isEqualTo(429);
    }

    @Test
    void valuesOfMaxStandForThemselvesAndUniqueOnesAreTakenForNew() {
        limits.tenant("acme", limit("seats", "5"), limit("users", "3"))
                .used("acme", "seats", "4")
                .used("acme", "users", "3");

        assertThat(limits.check("acme", "seats", "{\"quantity\":5}").status()).isEqualTo(200);
        assertThat(limits.check("acme", "seats", "{\"quantity\":6}").status()).isEqualTo(429);
        assertThat(limits.check("acme", "users", "{}").status()).isEqualTo(429);
    }

    @Test
    void wrongQuestionsAreRefusedWithTheirPlace() {
        assertThat(
                        limits.check("acme", "calls", "{\"quantity\":-1,\"reserve\":1,\"x\":2}")
                                .json()
                                .at("/errors")
                                .findValuesAsText("pointer"))
                .containsExactly("#/quantity", "#/reserve", "#/x");
        assertThat(
                        limits.check("acme", "calls", "{\"reservationSeconds\":5}")
                                .at("/errors/0/pointer"))
                .isEqualTo("#/reserve");
    }
}
