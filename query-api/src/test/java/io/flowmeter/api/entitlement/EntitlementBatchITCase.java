package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EntitlementBatchITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("acme", limit("calls", "10"), limit("tokens", "100"))
                .tenant("globex", limit("calls", "5"))
                .used("acme", "calls", "10")
                .used("globex", "calls", "1")
                .used("unsubscribed", "calls", "7");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everyTenantIsAnsweredForEveryMeter() {
        Answer answer = query("[\"acme\",\"globex\",\"unsubscribed\"]", "[\"calls\",\"tokens\"]");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/data").findValuesAsText("reason"))
                .containsExactly(
                        "LIMIT_REACHED",
                        "WITHIN_LIMIT",
                        "WITHIN_LIMIT",
                        "NO_LIMIT",
                        "NO_LIMIT",
                        "NO_LIMIT");
        assertThat(answer.at("/data/2/tenant")).isEqualTo("globex");
        assertThat(answer.at("/data/2/balance")).isEqualTo("4");
        assertThat(answer.at("/data/4/usage")).isEqualTo("7");
        assertThat(answer.json().at("/errors")).isEmpty();
        assertThat(answer.at("/lagSeconds")).isEqualTo("1");
    }

    @Test
    void whatThereIsNotIsSaidBesideTheRest() {
        Answer answer = query("[\"acme\",\"nobody\"]", "[\"calls\",\"nothing\"]");

        assertThat(answer.json().at("/data")).hasSize(1);
        assertThat(answer.json().at("/errors").toString())
                .isEqualTo(
                        """
                        [{"tenant":"nobody","code":"TENANT_NOT_FOUND","detail":"there is no tenant nobody"},\
                        {"meter":"nothing","code":"METER_NOT_FOUND","detail":"there is no meter nothing"}]""");
        assertThat(query("[\"nobody\"]", "[\"calls\"]").json().at("/data")).isEmpty();
    }

    @Test
    void aTenantsKeySeesItsTenantOnly() {
        Answer answer =
                api.post(
                        "/v1/entitlements:query",
                        "{\"tenants\":[\"acme\",\"globex\"],\"meters\":[\"calls\"]}",
                        "application/json",
                        ApiFixture.ACME_KEY);

        assertThat(answer.json().at("/data").findValuesAsText("tenant")).containsExactly("acme");
        assertThat(answer.at("/errors/0/tenant")).isEqualTo("globex");
        assertThat(query("[\"globex\"]", "[\"calls\"]").at("/data/0/limit")).isEqualTo("5");
    }

    @Test
    void tooManyAndNoneAreRefused() {
        var names = new StringBuilder("\"t\"");
        for (int i = 0; i < 100; i++) {
            names.append(",\"t").append(i).append('"');
        }

        Answer answer = query("[" + names + "]", "[]");

        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .containsExactly("#/tenants", "#/meters");
    }

    private Answer query(String tenants, String meters) {
        return api.post(
                "/v1/entitlements:query",
                "{\"tenants\":%s,\"meters\":%s}".formatted(tenants, meters));
    }
}
