package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaleUsageITCase {

    private ApiFixture api;
    private LimitFixture limits;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        limits = new LimitFixture(api);
        limits.tenant("open", limit("calls", "10").allowedWhenStale())
                .tenant("closed", limit("calls", "10"))
                .tenant("soft", limit("calls", "10").soft());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void oldNumbersAnswerAsTheLimitSays() {
        limits.asOf(ApiFixture.NOW.minusSeconds(61));

        Answer open = limits.reserve("open", "calls", 1);
        Answer closed = limits.check("closed", "calls", "{}");

        assertThat(open.status()).isEqualTo(200);
        assertThat(open.at("/reason")).isEqualTo("STALE_ALLOWED");
        assertThat(open.at("/stale")).isEqualTo("true");
        assertThat(open.at("/lagSeconds")).isEqualTo("61");
        assertThat(closed.status()).isEqualTo(429);
        assertThat(closed.at("/code")).isEqualTo("USAGE_STALE");
        assertThat(closed.header("Retry-After")).isEqualTo("1");
        assertThat(limits.check("soft", "calls", "{}").at("/reason")).isEqualTo("WITHIN_LIMIT");
    }

    @Test
    void numbersOfTheBoundsAgeStillTell() {
        limits.asOf(ApiFixture.NOW.minusSeconds(60));

        assertThat(limits.check("closed", "calls", "{}").at("/reason")).isEqualTo("WITHIN_LIMIT");
    }

    @Test
    void numbersNoJobHasWrittenTellNothing() {
        api.execute("DELETE FROM job_progress");

        assertThat(limits.check("closed", "calls", "{}").at("/code")).isEqualTo("USAGE_STALE");
        assertThat(limits.check("open", "calls", "{}").at("/reason")).isEqualTo("STALE_ALLOWED");
    }

    @Test
    void withoutPostgresOnlyKnownLimitsThatSaySoAllow() {
        limits.check("open", "calls", "{}");
        limits.check("closed", "calls", "{}");
        limits.check("soft", "calls", "{}");

        takePostgresAway();

        Answer open = limits.reserve("open", "calls", 1);
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.at("/reason")).isEqualTo("STALE_ALLOWED");
        assertThat(open.json().at("/reservation").isNull()).isTrue();
        assertThat(limits.check("soft", "calls", "{}").status()).isEqualTo(200);
        assertThat(limits.check("closed", "calls", "{}").at("/code"))
                .isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(limits.check("unknown", "calls", "{}").at("/code"))
                .isEqualTo("DATABASE_UNAVAILABLE");

        api.clock.advance(Duration.ofMinutes(9));

        assertThat(limits.check("open", "calls", "{}").status()).isEqualTo(200);
        assertThat(api.post("/v1/events", event("open")).status()).isEqualTo(202);

        api.clock.advance(Duration.ofMinutes(1));

        assertThat(limits.check("open", "calls", "{}").at("/code"))
                .isEqualTo("DATABASE_UNAVAILABLE");
    }

    @Test
    void withoutPostgresEventsPassOnlyIfEveryLimitOnThemSaysSo() {
        limits.tenant("people", limit("users", "1"));
        for (String tenant : List.of("open", "closed", "soft", "people")) {
            limits.check(tenant, "calls", "{}");
        }

        takePostgresAway();

        Answer open = enforce(event("open"), event("soft"), event("open").replace("calls", "none"));
        assertThat(open.status()).isEqualTo(202);
        assertThat(open.at("/accepted")).isEqualTo("3");
        assertThat(open.at("/stale")).isEqualTo("true");
        assertThat(api.values()).hasSize(3).noneMatch(value -> value.contains("reservation"));
        assertThat(enforce(event("open"), event("closed")).at("/code"))
                .isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(enforce(event("unknown")).status()).isEqualTo(503);
        assertThat(enforce(event("people").replace("calls", "users")).status()).isEqualTo(202);
        assertThat(api.values()).hasSize(4);
    }

    private Answer enforce(String... events) {
        return api.post("/v1/events?enforce=true", List.of(events).toString());
    }

    private static String event(String tenant) {
        return """
               {"specversion":"1.0","id":"e1","source":"s","type":"calls.used","subject":"%s",
                "time":"2026-03-20T10:07:00Z","data":{"user":"u-1"}}"""
                .formatted(tenant);
    }

    private void takePostgresAway() {
        api.execute("REVOKE CONNECT ON DATABASE " + database() + " FROM public");
        disconnect();
    }

    private String database() {
        return api.databaseUrl.substring(api.databaseUrl.lastIndexOf('/') + 1);
    }

    private void disconnect() {
        api.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND usename = 'flowmeter_api'
                """);
    }
}
