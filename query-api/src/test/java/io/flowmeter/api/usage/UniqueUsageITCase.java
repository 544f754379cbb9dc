package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UniqueUsageITCase {

    private static final String MARCH = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z";

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
    void uniqueCountIsExactForOneStoredWindowAndAnEstimateForUnions() {
        usage.meter("users", "UNIQUE_COUNT");
        usage.usage("a", "users", "UNIQUE_COUNT")
                .unique("2026-03-01T00:00", 3000, 0, 3000)
                .unique("2026-03-01T00:15", 3000, 1500, 4500)
                .window("DAY", "2026-03-01T00:00", 86_400, 6000, "4500");

        Answer quarter =
                api.get("/v1/meters/users/query?from=2026-03-01T00:00:00Z&to=2026-03-01T00:15:00Z");
        Answer day =
                api.get(
                        "/v1/meters/users/query?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&windowSize=DAY");
        Answer union = api.get("/v1/meters/users/query?" + MARCH);

        assertThat(quarter.at("/data/0/value")).isEqualTo("3000");
        assertThat(quarter.at("/data/0/exact")).isEqualTo("true");
        assertThat(day.at("/data/0/value")).isEqualTo("4500");
        assertThat(day.at("/data/0/exact")).isEqualTo("true");
        assertThat(union.at("/data/0/exact")).isEqualTo("false");
        assertThat(Integer.parseInt(union.at("/data/0/value"))).isBetween(4200, 4800);
        assertThat(value("users", MARCH + "&subject=none")).isEqualTo("0");
    }

    @Test
    void storedDayThatLacksEventsIsNotTaken() {
        usage.meter("users", "UNIQUE_COUNT");
        usage.usage("a", "users", "UNIQUE_COUNT")
                .unique("2026-03-01T00:00", 3, 0, 3)
                .unique("2026-03-01T00:15", 3, 2, 5)
                .window("DAY", "2026-03-01T00:00", 86_400, 3, "3");

        Answer day =
                api.get("/v1/meters/users/query?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");

        assertThat(day.at("/data/0/value")).isEqualTo("5");
        assertThat(day.at("/data/0/exact")).isEqualTo("false");
    }

    private String value(String meter, String query) {
        Answer answer = api.get("/v1/meters/" + meter + "/query?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.at("/data/0/value");
    }
}
