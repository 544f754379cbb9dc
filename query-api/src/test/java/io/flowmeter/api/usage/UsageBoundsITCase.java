package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageBoundsITCase {

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
    void minutesServeUnalignedBounds() {
        usage.meter("calls", "COUNT");
        usage.usage("a", "calls", "COUNT")
                .quarter("2026-03-01T00:00", 6, "6")
                .minute("2026-03-01T00:06", 2, "2")
                .minute("2026-03-01T00:07", 4, "4")
                .quarter("2026-03-01T00:15", 5, "5")
                .quarter("2026-03-01T00:30", 3, "3")
                .minute("2026-03-01T00:30", 1, "1")
                .minute("2026-03-01T00:31", 2, "2");

        assertThat(value("calls", "from=2026-03-01T00:07:00Z&to=2026-03-01T00:31:00Z"))
                .isEqualTo("10");
        assertThat(value("calls", "from=2026-03-01T00:06:00Z&to=2026-03-01T00:07:00Z"))
                .isEqualTo("2");
        Answer minutes =
                api.get(
                        "/v1/meters/calls/query?from=2026-03-01T00:00:00Z&to=2026-03-01T00:15:00Z&windowSize=PT1M");
        assertThat(minutes.json().at("/data").findValuesAsText("value")).containsExactly("2", "4");
        assertThat(
                        api.get(
                                        "/v1/meters/calls/query?from=2026-03-01T00:00:30Z&to=2026-03-01T00:15:00Z")
                                .at("/errors/0/parameter"))
                .isEqualTo("from");
    }

    @Test
    void boundThatIsKnownToTheQuarterHourOnlyIsRefused() {
        usage.meter("calls", "COUNT");
        usage.usage("a", "calls", "COUNT")
                .quarter("2026-03-01T00:00", 6, "6")
                .minute("2026-03-01T00:06", 2, "2");

        Answer from =
                api.get("/v1/meters/calls/query?from=2026-03-01T00:05:00Z&to=2026-03-01T01:00:00Z");
        Answer to =
                api.get("/v1/meters/calls/query?from=2026-02-01T00:00:00Z&to=2026-03-01T00:05:00Z");
        Answer minutes =
                api.get(
                        "/v1/meters/calls/query?from=2026-03-01T00:00:00Z&to=2026-03-01T01:00:00Z&windowSize=MINUTE");

        assertThat(from.status()).isEqualTo(422);
        assertThat(from.at("/code")).isEqualTo("BOUND_NOT_EXACT");
        assertThat(from.at("/detail")).startsWith("from 2026-03-01T00:05:00Z");
        assertThat(to.at("/detail")).startsWith("to 2026-03-01T00:05:00Z");
        assertThat(minutes.status()).isEqualTo(422);
        assertThat(value("calls", "from=2026-03-01T00:00:00Z&to=2026-03-01T00:15:00Z"))
                .isEqualTo("6");
    }

    @Test
    void periodsAreTheTenantsOwn() {
        usage.meter("calls", "COUNT");
        api.write(
                "PUT",
                "/v1/tenants/acme",
                "{\"timeZone\":\"Europe/Berlin\",\"billingAnchor\":\"2026-01-31\"}");
        api.clock.set(Instant.now());
        var answer = api.get("/v1/meters/calls/query?period=-1&subject=acme");
        var current = api.get("/v1/meters/calls/query?period=current&subject=acme");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/to")).isEqualTo(current.at("/from"));
        assertThat(api.get("/v1/meters/calls/query?period=previous").status()).isEqualTo(400);
        assertThat(api.get("/v1/meters/calls/query?period=next&subject=a").status()).isEqualTo(400);
        assertThat(api.get("/v1/meters/calls/query?period=current&subject=a&" + MARCH).status())
                .isEqualTo(400);
    }

    @Test
    void questionsThatMakeNoSenseAreRefused() {
        usage.meter("calls", "COUNT");

        for (String query :
                List.of(
                        "",
                        "from=2026-03-01",
                        "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
                        MARCH + "&windowSize=WEEK",
                        MARCH + "&windowTimeZone=Mars/Base",
                        MARCH + "&subjct=acme",
                        MARCH + "&from=2026-03-01T00:00:00Z",
                        "from=%zz&to=2026-03-01T00:00:00Z",
                        "from=%ff&to=2026-03-01T00:00:00Z",
                        MARCH + "&subject=%00")) {
            assertThat(api.send(rawQuery(query)).status()).as(query).isEqualTo(400);
        }
        assertThat(api.get("/v1/meters/none/query?" + MARCH).status()).isEqualTo(404);
        assertThat(
                        api.get(
                                        "/v1/meters/calls/query?from=1990-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&windowSize=HOUR")
                                .at("/code"))
                .isEqualTo("TOO_MANY_ROWS");
    }

    @Test
    void windowsFollowTheClocksOfTheZone() {
        usage.meter("calls", "COUNT");
        usage.usage("a", "calls", "COUNT")
                .quarter("2026-03-28T22:45", 1, "1")
                .quarter("2026-03-28T23:00", 2, "2")
                .quarter("2026-03-29T21:45", 3, "3")
                .quarter("2026-03-29T22:00", 4, "4");

        Answer answer =
                api.get(
                        "/v1/meters/calls/query?from=2026-03-27T23:00:00Z&to=2026-03-30T22:00:00Z"
                                + "&windowSize=DAY&windowTimeZone=Europe/Berlin");

        assertThat(answer.json().at("/data").findValuesAsText("value"))
                .containsExactly("1", "5", "4");
        assertThat(answer.at("/data/1/windowStart")).isEqualTo("2026-03-28T23:00:00Z");
        assertThat(answer.at("/data/1/windowEnd")).isEqualTo("2026-03-29T22:00:00Z");
        assertThat(answer.at("/windowSize")).isEqualTo("DAY");
    }

    private HttpRequest.Builder rawQuery(String query) {
        return api.request(
                        "/v1/meters/calls/query?" + query.replace("%zz", "%25zz"), ApiFixture.KEY)
                .GET();
    }

    private String value(String meter, String query) {
        Answer answer = api.get("/v1/meters/" + meter + "/query?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.at("/data/0/value");
    }
}
