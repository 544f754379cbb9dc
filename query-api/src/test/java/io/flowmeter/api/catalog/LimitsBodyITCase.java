package io.flowmeter.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsBodyITCase {

    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = ApiFixture.start();
        var fixture = new CatalogFixture(api);
        for (String aggregation :
                new String[] {"SUM", "COUNT", "UNIQUE_COUNT", "MAX", "LAST", "MIN", "AVG"}) {
            fixture.meter(aggregation.toLowerCase(Locale.ROOT), aggregation, "{}");
        }
        fixture.meter("by-user", "SUM", "{\"user\":\"$.user\"}");
        fixture.meter("by-both", "SUM", "{\"user\":\"$.user\",\"model\":\"$.model\"}");
        fixture.meter("gone", "SUM", "{}");
        api.write("DELETE", "/v1/meters/gone", "");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "meter":"sum","window":"P30D"
            "meter":"count","window":"PT60M"
            "meter":"unique_count","window":"MONTH"
            "meter":"max"
            "meter":"last"
            "meter":"by-user","dimension":"user"
            "meter":"by-user","dimension":"user","dimensionValue":"u-1"
            "meter":"by-both"
            "meter":"sum","quantity":0,"burst":0.5,"graceDays":0
            "meter":"sum","quantity":-1
            "meter":"sum","quantity":"-1.0"
            "meter":"sum","quantity":null,"thresholds":null
            """)
    void limitIsTaken(String limit) {
        assertThat(post(limit).body()).startsWith("{\"key\":\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "quantity":1                            | meter          | is missing
            "meter":"none"                          | meter          | names no meter: "none"
            "meter":"gone"                          | meter          | names no meter: "gone"
            "meter":"min"                           | meter          | but min is MIN
            "meter":"avg"                           | meter          | but avg is AVG
            "meter":"max","window":"PT24H"          | window         | and max is MAX
            "meter":"last","window":"PT24H"         | window         | and last is LAST
            "meter":"unique_count","window":"P30D"  | window         | and unique_count is UNIQUE
            "meter":"sum","window":"P1D"            | window         | must be one of [PERIOD, MONTH,
            "meter":"sum","dimension":"user"        | dimension      | but it groups by []
            "meter":"by-user","dimension":"model"   | dimension      | but it groups by [user]
            "meter":"by-both","dimension":"user"    | dimension      | must be the one dimension
            "meter":"by-user","dimension":"user","window":"P30D" | dimension | rolling window
            "meter":"by-user","dimensionValue":"u"  | dimensionValue | there is no dimension
            "meter":"sum","quantity":"-0.5"         | quantity       | must be >= 0
            "meter":"sum","quantity":"many"         | quantity       | was "many"
            "meter":"sum","quantity":true           | quantity       | was a boolean
            "meter":"sum","quantity":1e20           | quantity       | at most 20 digits before
            "meter":"sum","burst":-1                | burst          | must be >= 0
            "meter":"sum","enforcement":"SOFTLY"    | enforcement    | must be one of [SOFT, HARD]
            "meter":"sum","graceDays":-1            | graceDays      | from 0 to 3650
            "meter":"sum","graceDays":1.5           | graceDays      | from 0 to 3650
            "meter":"sum","whenStale":"GUESS"       | whenStale      | must be one of [ALLOW, DENY]
            "meter":"sum","thresholds":["0%"]       | thresholds     | was "0%"
            "meter":"sum","thresholds":["half"]     | thresholds     | was "half"
            "meter":"sum","thresholds":["-5"]       | thresholds     | was "-5"
            "meter":"sum","thresholds":[80]         | thresholds/0   | must be a string
            "meter":"sum","key":"a b"               | key            | was "a b"
            "meter":"sum","quantitty":1             | quantitty      | is not a field
            """)
    void limitIsRefused(String limit, String field, String detail) {
        Answer answer = post(limit);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors")).hasSize(1);
        assertThat(answer.at("/errors/0/pointer")).isEqualTo("#/limits/0/" + field);
        assertThat(answer.at("/errors/0/detail")).contains(detail);
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        Answer answer =
                api.write(
                        "PUT",
                        "/v1/plans/wrong",
                        """
                        {"key":"other","name":7,"metadata":[],"effectiveFrom":"2020-01-01T00:00:00Z",
                         "limits":[{"meter":"none","quantity":"x"},{"meter":"avg","window":"P1D"},
                          {"key":"calls","meter":"count"},{"key":"calls","meter":"count"},
                          {"meter":"max"},{"meter":"max"},5],"limit":[]}
                        """);

        assertThat(answer.json().at("/errors").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "#/key",
                        "#/name",
                        "#/metadata",
                        "#/effectiveFrom",
                        "#/limits/0/meter",
                        "#/limits/0/quantity",
                        "#/limits/1/meter",
                        "#/limits/1/window",
                        "#/limits/3/key",
                        "#/limits/5/meter",
                        "#/limits/6",
                        "#/limit");
        assertThat(answer.json().at("/errors").findValuesAsText("code"))
                .contains("METER_NOT_FOUND")
                .contains("INVALID");
        assertThat(api.get("/v1/plans/wrong").status()).isEqualTo(404);
        assertThat(api.write("PUT", "/v1/plans/a%20b", "{}").status()).isEqualTo(400);
    }

    @Test
    void numbersOfLimitsAndThresholdsAreBounded() {
        assertThat(put(limits(100)).status()).isLessThan(300);
        assertThat(put(limits(101)).at("/errors/0/pointer")).isEqualTo("#/limits");
        assertThat(post("\"meter\":\"sum\",\"thresholds\":[" + percents(20) + "]").status())
                .isLessThan(300);
        assertThat(
                        post("\"meter\":\"sum\",\"thresholds\":[" + percents(21) + "]")
                                .at("/errors/0/pointer"))
                .isEqualTo("#/limits/0/thresholds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            "quantity":1,"thresholds":["50%"]                        | ["50%","100%"]
            "quantity":1,"thresholds":[]                             | ["100%"]
            "quantity":1,"thresholds":["100%","50%"]                 | ["100%","50%"]
            "quantity":1,"thresholds":["50%"],"graceDays":0          | ["50%"]
            "quantity":1,"thresholds":["50%"],"enforcement":"SOFT"   | ["50%"]
            "quantity":-1,"thresholds":["50"]                        | ["50"]
            """)
    void whatGraceCountsFromIsAlwaysAThreshold(String limit, String thresholds) {
        assertThat(post("\"meter\":\"sum\"," + limit).json().at("/limits/0/thresholds"))
                .hasToString(thresholds);
    }

    private static String limits(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"key\":\"l%d\",\"meter\":\"sum\"}".formatted(i))
                .collect(Collectors.joining(",", "{\"limits\":[", "]}"));
    }

    private static String percents(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> "\"%d%%\"".formatted(i))
                .collect(Collectors.joining(","));
    }

    private static Answer post(String limit) {
        return put("{\"limits\":[{" + limit + "}]}");
    }

    private static Answer put(String json) {
        return api.write("PUT", "/v1/plans/p", json);
    }
}
