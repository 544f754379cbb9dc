package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.usage.UsageFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantITCase {

    private static final String BERLIN =
            "{\"name\":\"Acme\",\"timeZone\":\"Europe/Berlin\",\"billingAnchor\":\"2026-01-31\"}";

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
    void tenantWithoutUsageIsEffectiveFromTheBeginning() {
        Answer created = api.write("PUT", "/v1/tenants/acme%2Feu", BERLIN);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/v1/tenants/acme%2Feu");
        assertThat(created.at("/id")).isEqualTo("acme/eu");
        assertThat(created.at("/effectiveFrom")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(api.get("/v1/tenants/acme%2Feu").json()).isEqualTo(created.json());
        assertThat(payloads())
                .containsExactly(
                        "{\"archived\": false, \"timeZone\": \"Europe/Berlin\", \"billingAnchor\":"
                                + " \"2026-01-31\", \"effectiveFrom\": \"1970-01-01T00:00:00Z\","
                                + " \"billingInterval\": \"MONTH\"}");
    }

    @Test
    void anotherCycleBeginsAtTheNextQuarterHour() {
        UsageFixture.of(api).usage("acme", "tokens", "SUM").quarter("2026-03-01T00:00", 1, "1");

        Answer first = api.write("PUT", "/v1/tenants/acme", BERLIN);
        Answer second = api.write("PUT", "/v1/tenants/acme", BERLIN.replace("Berlin", "Paris"));

        for (Answer answer : List.of(first, second)) {
            Instant from = Instant.parse(answer.at("/effectiveFrom"));
            Instant recorded = Instant.parse(answer.at("/updatedAt"));
            assertThat(from.getEpochSecond() % 900).isZero();
            assertThat(from)
                    .isBetween(
                            recorded.plus(Duration.ofMinutes(5)),
                            recorded.plus(Duration.ofMinutes(20)));
        }
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.at("/version")).isEqualTo("2");
    }

    @Test
    void anotherNameCutsNoPeriodAndNothingNewIsNoVersion() {
        api.write("PUT", "/v1/tenants/acme", BERLIN);

        Answer same = api.write("PUT", "/v1/tenants/acme", BERLIN);
        Answer renamed = api.write("PUT", "/v1/tenants/acme", BERLIN.replace("Acme", "ACME"));

        assertThat(same.at("/version")).isEqualTo("1");
        assertThat(renamed.at("/version")).isEqualTo("2");
        assertThat(renamed.at("/effectiveFrom")).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void archivedTenantIsGoneAndCanComeBack() {
        api.post("/v1/tenants", "{\"id\":\"acme\",\"metadata\":{\"crm\":\"42\"}}");

        assertThat(api.post("/v1/tenants", "{\"id\":\"acme\"}").at("/code"))
                .isEqualTo("TENANT_EXISTS");
        assertThat(api.write("DELETE", "/v1/tenants/acme", "").status()).isEqualTo(204);
        assertThat(api.get("/v1/tenants/acme").at("/code")).isEqualTo("TENANT_NOT_FOUND");
        assertThat(api.get("/v1/tenants").at("/data/0/id")).isEmpty();
        assertThat(api.post("/v1/tenants", "{\"id\":\"acme\"}").at("/version")).isEqualTo("3");
        assertThat(payloads().get(1)).contains("\"archived\": true");
        assertThat(api.get("/v1/tenants").at("/data/0/timeZone")).isEqualTo("UTC");
    }

    @Test
    void wrongValuesAreRefused() {
        Answer answer =
                api.write(
                        "PUT",
                        "/v1/tenants/acme",
                        """
                        {"id":"globex","timeZone":"+02:00","billingInterval":"WEEK",
                         "billingAnchor":"2026-02-30","metadata":{"a":1}}
                        """);

        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "#/id",
                        "#/timeZone",
                        "#/billingInterval",
                        "#/billingAnchor",
                        "#/metadata/a");
        for (String time : List.of("2020-01-01T00:00:00Z", "2036-01-01T00:01:00Z")) {
            assertThat(
                            api.write(
                                            "PUT",
                                            "/v1/tenants/acme",
                                            "{\"effectiveFrom\":\"" + time + "\"}")
                                    .at("/errors/0/pointer"))
                    .isEqualTo("#/effectiveFrom");
        }
        assertThat(
                        api.write(
                                        "PUT",
                                        "/v1/tenants/acme",
                                        "{\"effectiveFrom\":\"2036-01-01T01:15:00+01:00\"}")
                                .at("/effectiveFrom"))
                .isEqualTo("2036-01-01T00:15:00Z");
    }

    private List<String> payloads() {
        return api.owner.withHandle(
                handle ->
                        handle.createQuery(
                                        """
                                        SELECT CAST(payload AS text) FROM catalog_change
                                         WHERE entity = 'TENANT' ORDER BY seq
                                        """)
                                .mapTo(String.class)
                                .list());
    }
}
