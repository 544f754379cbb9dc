package io.flowmeter.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.usage.UsageFixture;
import io.flowmeter.embedded.EmbeddedDatabase;
import io.flowmeter.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthITCase {

    private static final String EVENT =
            """
            {"specversion":"1.0","id":"evt_1","source":"s","type":"t","subject":"acme",
             "time":"2026-03-20T10:00:00Z"}
            """;

    @Test
    void readinessFollowsTheJob() {
        try (ApiFixture api = ApiFixture.start()) {
            Answer noJob = api.get("/readyz", "none");
            UsageFixture.of(api).asOf("2026-03-20T10:07:00Z");
            Answer ready = api.get("/readyz", "none");
            api.clock.advance(Duration.ofSeconds(1));
            Answer lagging = api.get("/readyz", "none");

            assertThat(noJob.status()).isEqualTo(503);
            assertThat(noJob.at("/errors/0/code")).isEqualTo("NO_PROGRESS");
            assertThat(ready.body())
                    .isEqualTo(
                            "{\"status\":\"ready\",\"asOf\":\"2026-03-20T10:07:00Z\",\"lagSeconds\":30}");
            assertThat(lagging.status()).isEqualTo(503);
            assertThat(lagging.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(lagging.at("/errors/0/code")).isEqualTo("LAGGING");
            assertThat(api.get("/livez", "none").status()).isEqualTo(200);
        }
    }

    @Test
    void nothingIsAcceptedThatKafkaDidNotAcknowledge(@TempDir Path directory) throws IOException {
        var kafka = EmbeddedKafka.start(directory, 0);
        try (ApiFixture api = ApiFixture.startWith(kafka.bootstrapServers())) {
            UsageFixture.of(api).asOf("2026-03-20T10:07:00Z");
            kafka.createTopic(api.topic, 2, Map.of());
            assertThat(api.post("/v1/events", EVENT).status()).isEqualTo(202);
            assertThat(api.get("/readyz", "none").status()).isEqualTo(200);

            kafka.close();
            Answer refused = api.post("/v1/events", "[" + EVENT + ",{}," + EVENT + "]");
            Answer notReady = api.get("/readyz", "none");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.at("/code")).isEqualTo("EVENTS_NOT_ACKNOWLEDGED");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json().at("/errors").findValuesAsText("pointer"))
                    .containsExactly("#/0", "#/2");
            assertThat(notReady.status()).isEqualTo(503);
            assertThat(notReady.at("/errors/0/code")).isEqualTo("KAFKA_UNREACHABLE");
        }
    }

    @Test
    void eventsAreRefusedSoonWhereThereNeverWasABroker() {
        try (ApiFixture api = ApiFixture.startWith("127.0.0.1:1")) {
            long start = System.nanoTime();

            Answer refused = api.post("/v1/events", "[" + EVENT + "," + EVENT + "," + EVENT + "]");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().at("/errors")).hasSize(3);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void lostDatabaseIsUnavailableNotADefect() {
        try (ApiFixture api = ApiFixture.start()) {
            String database =
                    api.owner.withHandle(
                            handle ->
                                    handle.createQuery("SELECT current_database()")
                                            .mapTo(String.class)
                                            .one());
            api.get("/v1/meters");
            var server = EmbeddedDatabase.shared();
            Jdbi.create(server.jdbcUrl(), server.ownerUser(), "")
                    .useHandle(
                            handle ->
                                    handle.execute("DROP DATABASE " + database + " WITH (FORCE)"));

            Answer answer = api.get("/v1/meters");
            Answer ready = api.get("/readyz", "none");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.at("/code")).isEqualTo("DATABASE_UNAVAILABLE");
            assertThat(ready.at("/errors/0/code")).isEqualTo("DATABASE_UNREACHABLE");
            assertThat(api.get("/livez", "none").status()).isEqualTo(200);
        }
    }
}
