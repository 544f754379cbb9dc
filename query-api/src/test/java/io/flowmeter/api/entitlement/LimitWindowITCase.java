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

class LimitWindowITCase {

    private static final String OTHERS = "{\"__other__\":\"__other__\"}";

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
    void ofSeveralLimitsTheOneThatRefusesDecides() {
        limits.tenant(
                        "acme",
                        limit("calls", "1000").key("month"),
                        limit("calls", "5").key("hour").over("PT60M"),
                        limit("calls", "3").key("soft").soft())
                .used("acme", "calls", "100")
                .rolling("acme", "calls", "PT60M", "5")
                .minute("acme", "calls", "2026-03-20T09:08:00Z", "1")
                .minute("acme", "calls", "2026-03-20T09:20:00Z", "4");

        Answer refused = limits.check("acme", "calls", "{}");

        assertThat(refused.at("/limitKey")).isEqualTo("hour");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.json().at("/limits").findValuesAsText("reason"))
                .containsExactly("WITHIN_LIMIT", "LIMIT_REACHED", "OVERAGE_ALLOWED");
        assertThat(limits.check("acme", "calls", "{\"quantity\":2}").header("Retry-After"))
                .isEqualTo(String.valueOf(12 * 60 + 30));
    }

    @Test
    void aDimensionValueHasItsLimitForItself() {
        limits.tenant("acme", limit("tokens", "10").model(null)).usedOfModel("acme", "m-3", "9");
        limits.used("acme", "tokens", "50");

        assertThat(limits.check("acme", "tokens", tokens(2, "m-3")).status()).isEqualTo(429);
        assertThat(limits.check("acme", "tokens", tokens(2, "m-4")).status()).isEqualTo(200);
        assertThat(limits.check("acme", "tokens", "{\"quantity\":2}").at("/reason"))
                .isEqualTo("NO_LIMIT");
        assertThat(
                        api.get("/v1/tenants/acme/entitlements/tokens?dimension%5Bmodel%5D=m-3")
                                .at("/usage"))
                .isEqualTo("9");
    }

    @Test
    void aValueBeyondTheMetersCapIsNotTakenForUnused() {
        limits.tenant("acme", limit("tokens", "10").model(null))
                .window("acme", "tokens", "PERIOD", "2026-03-01T00:00:00Z", OTHERS, "50")
                .usedOfModel("acme", "m-2", "1")
                .window(
                        "acme",
                        "tokens",
                        "PERIOD",
                        "2026-02-01T00:00:00Z",
                        "{\"model\":\"m-3\"}",
                        "1");

        Answer beyond = limits.check("acme", "tokens", tokens(2, "m-4"));

        assertThat(beyond.status()).isEqualTo(429);
        assertThat(beyond.at("/reason")).isEqualTo("USAGE_STALE");
        assertThat(limits.check("acme", "tokens", tokens(2, "m-2")).status()).isEqualTo(200);
        assertThat(limits.check("acme", "tokens", tokens(2, "m-3")).status()).isEqualTo(200);
    }

    @Test
    void aMonthIsCountedInTheTenantsZoneWhateverItsPeriodIs() {
        api.execute(
                """
                INSERT INTO tenant (namespace, tenant, version, effective_from, time_zone,
                    billing_interval, recorded_at)
                VALUES ('default', 'acme', 1, 'epoch', 'Europe/Berlin', 'QUARTER', 'epoch')
                """);
        limits.tenant("acme", limit("calls", "10").over("MONTH"))
                .window("acme", "calls", "MONTH", "2026-02-28T23:00:00Z", "", "10");

        Answer answer = api.get("/v1/tenants/acme/entitlements/calls");

        assertThat(answer.at("/reason")).isEqualTo("LIMIT_REACHED");
        assertThat(answer.at("/resetsAt")).isEqualTo("2026-03-31T22:00:00Z");
    }

    @Test
    void aHardLimitOnlyWarnsInItsGrace() {
        Instant now = ApiFixture.NOW;
        limits.tenant("fresh", limit("calls", "10").grace(Duration.ofDays(14)))
                .used("fresh", "calls", "12")
                .reached("fresh", "calls", now.minus(Duration.ofDays(13)))
                .tenant("over", limit("calls", "10").grace(Duration.ofDays(14)))
                .used("over", "calls", "12")
                .reached("over", "calls", now.minus(Duration.ofDays(14)));

        Answer fresh = limits.check("fresh", "calls", "{}");

        assertThat(fresh.at("/reason")).isEqualTo("IN_GRACE");
        assertThat(fresh.at("/graceUntil")).isEqualTo("2026-03-21T10:07:30Z");
        assertThat(limits.check("over", "calls", "{}").status()).isEqualTo(429);
    }

    private static String tokens(int quantity, String model) {
        return "{\"quantity\":%d,\"dimensions\":{\"model\":\"%s\"}}".formatted(quantity, model);
    }
}
