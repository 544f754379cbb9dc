package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.ApiFixture.Answer;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeterUsageITCase {

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
    void totalMergesSlicesOfAllTenants() {
        usage.meter("tokens", "SUM");
        usage.asOf("2026-03-20T10:07:27.500Z");
        usage.usage("acme", "tokens", "SUM")
                .quarter("2026-03-01T00:00", 2, "0.100000000000000001")
                .quarter("2026-03-31T23:45", 1, "12345678901234567890")
                .quarter("2026-04-01T00:00", 1, "999")
                .quarter("2026-03-02T00:00", 0, null);
        usage.usage("globex", "tokens", "SUM").quarter("2026-03-05T10:00", 1, "1000");

        Answer answer = api.get("/v1/meters/tokens/query?" + MARCH);

        assertThat(answer.body())
                .isEqualTo(
                        "{\"meter\":\"tokens\",\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-04-01T00:00:00Z\","
                                + "\"data\":[{\"value\":\"12345678901234568890.100000000000000001\","
                                + "\"windowStart\":\"2026-03-01T00:00:00Z\",\"windowEnd\":\"2026-04-01T00:00:00Z\","
                                + "\"groupBy\":{}}],\"asOf\":\"2026-03-20T10:07:27.500Z\",\"lagSeconds\":2}");
        assertThat(value("tokens", MARCH + "&subject=acme&subject=globex"))
                .isEqualTo("12345678901234568890.100000000000000001");
        assertThat(value("tokens", MARCH + "&subject=globex")).isEqualTo("1000");
        assertThat(
                        api.get("/v1/meters/tokens/query?" + MARCH + "&subject=none")
                                .json()
                                .at("/data/0/value")
                                .isNull())
                .isTrue();
    }

    @Test
    void everyAggregationMergesInItsWay() {
        for (String aggregation : List.of("COUNT", "MAX", "MIN", "AVG", "LAST")) {
            usage.meter(aggregation, aggregation);
        }
        usage.usage("a", "COUNT", "COUNT")
                .quarter("2026-03-01T00:00", 3, "3")
                .quarter("2026-03-01T00:15", 4, "4");
        usage.usage("a", "MAX", "MAX")
                .quarter("2026-03-01T00:00", 3, "-3")
                .quarter("2026-03-01T00:15", 4, "-4.50");
        usage.usage("a", "MIN", "MIN")
                .quarter("2026-03-01T00:00", 3, "-3")
                .quarter("2026-03-01T00:15", 4, "-4.50");
        usage.usage("a", "AVG", "AVG")
                .quarter("2026-03-01T00:00", 2, "1")
                .quarter("2026-03-01T00:15", 1, "1");
        usage.usage("a", "LAST", "LAST")
                .last("2026-03-01T00:00", "1", "2026-03-01T00:14:00Z", "x")
                .last("2026-03-01T00:15", "2", "2026-03-01T00:16:00Z", "Z")
                .last("2026-03-01T00:30", "3", "2026-03-01T00:16:00Z", "a");

        assertThat(value("COUNT", MARCH)).isEqualTo("7");
        assertThat(value("MAX", MARCH)).isEqualTo("-3");
        assertThat(value("MIN", MARCH)).isEqualTo("-4.5");
        assertThat(value("AVG", MARCH)).isEqualTo("0.666666666666666667");
        assertThat(value("LAST", MARCH)).isEqualTo("3");
        assertThat(value("COUNT", MARCH + "&subject=none")).isEqualTo("0");
    }

    @Test
    void groupsAndFiltersReadDimensionSets() {
        usage.meter("tokens", "SUM");
        var acme = usage.usage("acme", "tokens", "SUM").quarter("2026-03-01T00:00", 3, "6");
        acme.by("{\"model\":\"m-1\",\"region\":\"eu\"}").quarter("2026-03-01T00:00", 1, "1");
        acme.by("{\"model\":\"m-1\",\"region\":\"us\"}").quarter("2026-03-01T00:00", 1, "2");
        acme.by("{\"model\":\"m-2\",\"region\":\"eu\"}").quarter("2026-03-01T00:00", 1, "3");

        Answer byModel =
                api.get("/v1/meters/tokens/query?" + MARCH + "&groupBy=model&groupBy=subject");
        Answer filtered =
                api.get(
                        "/v1/meters/tokens/query?"
                                + MARCH
                                + "&filter%5Bregion%5D=eu&groupBy=region");

        assertThat(byModel.json().at("/data").findValuesAsText("value")).containsExactly("3", "3");
        assertThat(byModel.at("/data/0/groupBy/model")).isEqualTo("m-1");
        assertThat(byModel.at("/data/0/subject")).isEqualTo("acme");
        assertThat(filtered.json().at("/data").findValuesAsText("value")).containsExactly("4");
        assertThat(
                        value(
                                "tokens",
                                MARCH
                                        + "&filter[model]=m-2&filter[model]=m-3"
                                                .replace("[", "%5B")
                                                .replace("]", "%5D")))
                .isEqualTo("3");
        assertThat(
                        api.post(
                                        "/v1/meters/tokens/query",
                                        """
                                        {"from":"2026-03-01T00:00:00Z","to":"2026-04-01T00:00:00Z",
                                         "subject":["acme"],"filter":{"model":["m-1"],"region":"us"}}
                                        """)
                                .at("/data/0/value"))
                .isEqualTo("2");
        assertThat(api.get("/v1/meters/tokens/query?" + MARCH + "&groupBy=user").at("/detail"))
                .contains("model, region");
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
