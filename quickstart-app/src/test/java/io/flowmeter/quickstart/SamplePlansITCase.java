package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiConfig;
import io.flowmeter.api.QueryApi;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.quickstart.sample.TraceDataset;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans and subscriptions as the API writes them, read as the job reads them. */
class SamplePlansITCase {

    @TempDir private Path directory;

    private String databaseUrl;
    private QueryApi api;
    private URI url;
    private DemoKey key;

    @BeforeEach
    void start() throws IOException, SQLException {
        databaseUrl = EmbeddedDatabase.shared().freshDatabase();
        key = DemoKey.of(directory.resolve("key"));
        try (var owner =
                DriverManager.getConnection(
                        databaseUrl, EmbeddedDatabase.shared().ownerUser(), "")) {
            key.allow(owner, SampleNamespace.LIVE.key());
        }
        api =
                QueryApi.start(
                        ApiConfig.fromEnvironment(
                                Map.of(
                                        "FLOWMETER_API_PORT",
                                        "0",
                                        "FLOWMETER_API_DATABASE_URL",
                                        databaseUrl,
                                        "FLOWMETER_API_DATABASE_PASSWORD",
                                        "",
                                        "FLOWMETER_KAFKA_BOOTSTRAP_SERVERS",
                                        "127.0.0.1:1")), // not asked for
                        Clock.systemUTC());
        url = URI.create("http://127.0.0.1:" + api.port());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void jobKnowsTheLimitsThatTheApiWasGiven() throws Exception {
        var catalog = new SampleCatalog(new ApiClient(url, key.text()));

        catalog.createPlans();
        catalog.createPlans();
        subscribe("acme", "{\"plan\":\"starter\"}");
        subscribe("globex", "{\"plan\":\"pay-per-use\"}");
        subscribe(
                "initech",
                """
                {"plan":"free","limits":[
                  {"meter":"ai_tokens","quantity":-1},
                  {"key":"api_calls_per_hour","meter":"api_calls","window":"PT60M","quantity":"0.5",
                   "graceDays":0,"burst":2,"whenStale":"DENY","thresholds":["80%","7"]}]}
                """);

        LimitCatalog limits = limitsOfTheJob();
        assertThat(limits(limits, "acme"))
                .containsExactly("api_calls 10000", "ai_tokens 100000", "storage_gb 10");
        assertThat(limits(limits, "globex"))
                .containsExactly("api_calls null", "ai_tokens null", "storage_gb null");
        assertThat(limits(limits, "initech"))
                .containsExactly("api_calls 1000", "ai_tokens null", "api_calls_per_hour 0.5");
        assertThat(limits.limits("default", "initech", now()))
                .last()
                .extracting(Limit::grace, Limit::whenStale)
                .containsExactly(Duration.ZERO, Limit.WhenStale.DENY);
    }

    @Test
    void sampleTenantsAreSubscribedOnce() throws Exception {
        var catalog = new SampleCatalog(new ApiClient(url, key.text()));
        catalog.create(TraceDataset.TENANTS, TraceDataset.METERS);
        catalog.createPlans();
        subscribe("globex", "{\"plan\":\"enterprise\"}");

        catalog.createSubscriptions();
        catalog.createSubscriptions();

        LimitCatalog limits = limitsOfTheJob();
        assertThat(limits(limits, "acme"))
                .containsExactly(
                        "api_calls 50000",
                        "ai_tokens 500000",
                        "storage_gb 50",
                        "llm_requests 10000");
        assertThat(limits(limits, "globex"))
                .containsExactly("api_calls null", "ai_tokens null", "storage_gb null");
        assertThat(limits(limits, "initech")).last().isEqualTo("llm_generated_tokens null");
        assertThat(changes()).filteredOn(change -> change.key().equals("acme")).hasSize(2);
    }

    private LimitCatalog limitsOfTheJob() throws SQLException {
        var catalog = new Catalog();
        var limits = new LimitCatalog();
        for (CatalogChange change : changes()) {
            change.addTo(catalog);
            change.addTo(limits);
        }
        return limits;
    }

    private List<CatalogChange> changes() throws SQLException {
        List<CatalogChange> changes = new ArrayList<>();
        try (var job =
                        DriverManager.getConnection(
                                databaseUrl, EmbeddedDatabase.shared().jobUser(), "");
                var query =
                        job.prepareStatement(
                                """
                                SELECT *, extract(epoch FROM recorded_at) * 1000 AS recorded_at_millis
                                  FROM catalog_change ORDER BY seq
                                """);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                changes.add(
                        new CatalogChange(
                                rows.getLong("seq"),
                                rows.getString("namespace"),
                                rows.getString("entity"),
                                rows.getString("entity_key"),
                                rows.getInt("version"),
                                rows.getString("payload"),
                                rows.getLong("recorded_at_millis")));
            }
        }
        return changes;
    }

    private static List<String> limits(LimitCatalog limits, String tenant) {
        return limits.limits("default", tenant, now()).stream()
                .map(limit -> limit.key() + " " + limit.quantity())
                .toList();
    }

    /** Both clocks are of this machine. */
    private static Instant now() {
        return Instant.now();
    }

    private void subscribe(String tenant, String json) throws IOException, InterruptedException {
        var answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                url.resolve(
                                                        "/v1/tenants/" + tenant + "/subscription"))
                                        .header("Authorization", "Bearer " + key.text())
                                        .header("Content-Type", "application/json")
                                        .PUT(HttpRequest.BodyPublishers.ofString(json))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
