package io.flowmeter.api.entitlement;

import static io.flowmeter.api.entitlement.TestLimit.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaleUsageITCase {

    private static final String EVENT =
            """
            {"specversion":"1.0","id":"e1","source":"s","type":"calls.used","subject":"open",
             "time":"2026-03-20T10:07:00Z"}
            """;

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

        api.execute("REVOKE CONNECT ON DATABASE " + database() + " FROM public");
        disconnect();

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
        assertThat(api.post("/v1/events", EVENT).status()).isEqualTo(202);

        api.clock.advance(Duration.ofMinutes(1));

        assertThat(limits.check("open", "calls", "{}").at("/code"))
                .isEqualTo("DATABASE_UNAVAILABLE");
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
