package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
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
    void dimensionThatWasAddedLaterIsEmptyBefore() {
        usage.meter("tokens", "SUM");
        var acme = usage.usage("acme", "tokens", "SUM");
        acme.by("{\"model\":\"m-1\"}").quarter("2026-03-01T00:00", 1, "1");
        acme.by("{\"model\":\"m-1\",\"region\":\"\"}").quarter("2026-03-01T00:15", 1, "2");

        Answer answer =
                api.get("/v1/meters/tokens/query?" + MARCH + "&groupBy=region&groupBy=model");

        assertThat(answer.json().at("/data")).hasSize(1);
        assertThat(answer.json().at("/data/0/groupBy"))
                .hasToString("{\"region\":\"\",\"model\":\"m-1\"}");
        assertThat(answer.at("/data/0/value")).isEqualTo("3");
    }

    @Test
    void endIsNowUnlessItIsSaid() {
        usage.meter("tokens", "SUM");

        Answer answer = api.get("/v1/meters/tokens/query?from=2026-03-20T00:00:00Z");

        assertThat(answer.at("/to")).isEqualTo("2026-03-20T10:15:00Z");
        assertThat(answer.json().at("/lagSeconds").isNull()).isTrue();
    }

    private String value(String meter, String query) {
        Answer answer = api.get("/v1/meters/" + meter + "/query?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.at("/data/0/value");
    }
}
