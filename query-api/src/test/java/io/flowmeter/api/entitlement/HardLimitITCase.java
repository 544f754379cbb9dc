package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
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
import java.util.function.IntFunction;
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

    @Test
    void exactlyAsManyAreAdmittedWhileTheJobCountsThem() throws InterruptedException {
        limits.tenant("acme", limit("calls", "40")).used("acme", "calls", "0");
        var job = new Thread(this::countUntilInterrupted, "job");

        job.start();
        List<Integer> statuses = askAtOnce("acme");
        job.interrupt();
        job.join();

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(40);
        assertThat(
                        limits.rows("SELECT quantity FROM usage_aggregate")
                                + limits.rows(
                                        "SELECT count(*) FROM reservation WHERE confirmed_at IS NULL"))
                .isEqualTo(40);
    }

    @Test
    void exactlyAsManyEventsArePublishedAsTheLimitHas() {
        limits.tenant("acme", limit("calls", "9")).used("acme", "calls", "2");

        List<Integer> statuses =
                askAtOnce(
                        i -> "/v1/events?enforce=true",
                        i ->
                                """
                                {"specversion":"1.0","id":"e%d","source":"s","type":"calls.used",
                                 "subject":"acme","time":"2026-03-20T10:07:00Z"}"""
                                        .formatted(i));

        assertThat(statuses.stream().filter(status -> status == 202)).hasSize(7);
        assertThat(statuses.stream().filter(status -> status == 429)).hasSize(CLIENTS - 7);
        assertThat(fixture.values()).hasSize(7);
    }

    /** Usage becomes visible and its reservation confirmed in one transaction, one by one. */
    private void countUntilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            fixture.execute(
                    """
                    WITH counted AS (
                        UPDATE reservation SET confirmed_at = clock_timestamp()
                         WHERE (id, meter) IN (SELECT id, meter FROM reservation
                                                WHERE confirmed_at IS NULL LIMIT 1)
                        RETURNING quantity)
                    UPDATE usage_aggregate SET quantity = usage_aggregate.quantity + counted.quantity
                      FROM counted
                    """);
        }
    }

    private List<Integer> askAtOnce(String tenant) {
        return askAtOnce(
                i -> "/v1/tenants/" + tenant + "/entitlements/calls:check",
                i -> "{\"quantity\":1,\"reserve\":true}");
    }

    private List<Integer> askAtOnce(IntFunction<String> path, IntFunction<String> body) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int port = i % 2 == 0 ? fixture.api.port() : other.port();
            asked.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + path.apply(i)))
                                    .header("Authorization", "Bearer " + ApiFixture.KEY)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body.apply(i)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
        }
        return asked.stream().map(answer -> answer.join().statusCode()).toList();
    }
}
