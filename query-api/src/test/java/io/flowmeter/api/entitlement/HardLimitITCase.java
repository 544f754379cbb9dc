package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.LimitFixture.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.QueryApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HardLimitITCase {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 100;

    private final HttpClient client = HttpClient.newHttpClient();
    private ApiFixture fixture;
    private QueryApi other;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        fixture = ApiFixture.start();
        other = QueryApi.start(fixture.config, fixture.clock);
        limits = new LimitFixture(fixture);
    }

    @AfterEach
    void stop() {
        other.close();
        fixture.close();
    }

    @Test
    void exactlyAsManyAreAdmittedAsTheLimitHasHoweverManyAskTwoReplicas() {
        for (int round = 0; round < ROUNDS; round++) {
            String tenant = "tenant-" + round;
            int left = 1 + round % 7;
            limits.tenant(tenant, limit("calls", "100")).used(tenant, "calls", "" + (100 - left));

            List<Integer> statuses = askAtOnce(tenant);

            assertThat(statuses).as("round %d", round).hasSize(CLIENTS);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(left);
            assertThat(statuses.stream().filter(status -> status == 429)).hasSize(CLIENTS - left);
        }
    }

    private List<Integer> askAtOnce(String tenant) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int port = i % 2 == 0 ? fixture.api.port() : other.port();
            asked.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + port
                                                            + "/v1/tenants/"
                                                            + tenant
                                                            + "/entitlements/calls:check"))
                                    .header("Authorization", "Bearer " + ApiFixture.KEY)
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"quantity\":1,\"reserve\":true}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        return asked.stream().map(answer -> answer.join().statusCode()).toList();
    }
}
