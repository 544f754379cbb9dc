package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantUsageITCase {

    private ApiFixture api;
    private UsageFixture usage;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        usage = UsageFixture.of(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void usageOfTheCurrentPeriodIsSummedFromSlices() {
        usage.meter("calls", "COUNT");
        usage.meter("tokens", "SUM");
        usage.meter("users", "UNIQUE_COUNT");
        usage.asOf("2026-03-20T10:07:00Z");
        usage.usage("acme", "tokens", "SUM")
                .quarter("2026-02-28T23:45", 1, "100")
                .quarter("2026-03-01T00:00", 2, "1.5")
                .quarter("2026-03-20T10:00", 1, "2");
        usage.usage("acme", "users", "UNIQUE_COUNT")
                .unique("2026-03-01T00:00", 3, 0, 3)
                .unique("2026-03-01T00:15", 3, 2, 5)
                .window("PERIOD", "2026-03-01T00:00", 31 * 86_400L, 6, "5");
        api.execute(
                """
                INSERT INTO rolling_usage (namespace, tenant, meter, horizon, generation, as_of,
                    aggregation, revision, event_count, quantity)
                VALUES ('default', 'acme', 'tokens', 'PT60M', 0, '2026-03-20T10:07:00Z', 'SUM', 1, 1, 2.0)
                """);

        Answer answer = api.get("/v1/tenants/acme/usage");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/period"))
                .hasToString("{\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-04-01T00:00:00Z\"}");
        assertThat(answer.json().at("/meters").findValuesAsText("meter"))
                .containsExactly("calls", "tokens", "users");
        assertThat(answer.json().at("/meters/0"))
                .hasToString(
                        "{\"meter\":\"calls\",\"aggregation\":\"COUNT\",\"unit\":\"u\",\"value\":\"0\","
                                + "\"eventCount\":0,\"rolling\":{"
                                + "\"PT60M\":{\"value\":\"0\",\"eventCount\":0,\"asOf\":null},"
                                + "\"PT24H\":{\"value\":\"0\",\"eventCount\":0,\"asOf\":null},"
                                + "\"P30D\":{\"value\":\"0\",\"eventCount\":0,\"asOf\":null}}}");
        assertThat(answer.at("/meters/1/value")).isEqualTo("3.5");
        assertThat(answer.at("/meters/1/eventCount")).isEqualTo("3");
        assertThat(answer.at("/meters/1/rolling/PT60M/value")).isEqualTo("2");
        assertThat(answer.at("/meters/1/rolling/PT60M/asOf")).isEqualTo("2026-03-20T10:07:00Z");
        assertThat(answer.at("/meters/2/value")).isEqualTo("5");
        assertThat(answer.at("/meters/2/exact")).isEqualTo("true");
        assertThat(answer.at("/lagSeconds")).isEqualTo("30");
    }

    @Test
    void tenantNobodyKnowsIsNotFound() {
        assertThat(api.get("/v1/tenants/nobody/usage").at("/code")).isEqualTo("TENANT_NOT_FOUND");
        usage.usage("somebody", "gone", "SUM").quarter("2026-03-01T00:00", 1, "1");
        assertThat(api.get("/v1/tenants/somebody/usage").status()).isEqualTo(200);
    }
}
