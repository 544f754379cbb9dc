package io.flowmeter.api.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossingITCase {

    private static final String PATH = "/v1/threshold-crossings";

    private ApiFixture api;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void crossingIsShownAsTheJobWroteIt() {
        crossing("acme", "calls", "PERIOD", "80%", "CROSSED", 1, "2026-03-20T10:00:00.123456Z");
        crossing("acme", "rate", "PT60M", "500", "RECOVERED", 2, "2026-03-20T10:00:01Z");

        Answer answer = api.get(PATH);

        assertThat(answer.json().at("/data/1"))
                .hasToString(
                        "{\"tenant\":\"acme\",\"limitKey\":\"calls\",\"meter\":\"api\","
                                + "\"window\":\"PERIOD\","
                                + "\"windowStart\":\"2026-03-01T00:00:00Z\","
                                + "\"windowEnd\":\"2026-04-01T00:00:00Z\","
                                + "\"dimensions\":{\"user\":\"u-1\"},\"threshold\":\"80%\","
                                + "\"direction\":\"CROSSED\",\"ordinal\":1,"
                                + "\"limitQuantity\":\"1000\",\"thresholdQuantity\":\"800\","
                                + "\"quantity\":\"812.5\","
                                + "\"occurredAt\":\"2026-03-20T09:59:59Z\","
                                + "\"recordedAt\":\"2026-03-20T10:00:00.123456Z\"}");
        assertThat(answer.json().at("/data/0/windowStart").isNull()).isTrue();
        assertThat(answer.at("/data/0/direction")).isEqualTo("RECOVERED");
        assertThat(answer.json().has("nextCursor")).isFalse();
    }

    @Test
    void listIsFiltered() {
        crossing("acme", "calls", "PERIOD", "80%", "CROSSED", 1, "2026-03-20T10:00:00Z");
        crossing("globex", "calls", "PERIOD", "80%", "CROSSED", 1, "2026-03-20T10:00:01Z");
        crossing("acme", "rate", "PT60M", "500", "CROSSED", 1, "2026-03-20T10:00:02Z");
        crossing("acme", "calls", "PERIOD", "80%", "RECOVERED", 1, "2026-03-20T10:00:03Z");
        api.execute("UPDATE threshold_crossing SET meter = 'other' WHERE limit_key = 'rate'");

        assertThat(seconds("")).containsExactly("3", "2", "1", "0");
        assertThat(seconds("?tenant=acme")).containsExactly("3", "2", "0");
        assertThat(seconds("?meter=other")).containsExactly("2");
        assertThat(seconds("?limitKey=calls&direction=CROSSED")).containsExactly("1", "0");
        assertThat(seconds("?from=2026-03-20T10:00:01Z&to=2026-03-20T10:00:03Z"))
                .containsExactly("2", "1");
        assertThat(seconds("?tenant=nobody")).isEmpty();
    }

    @Test
    void pagesHoldEachCrossingOnceAlsoOfOneMoment() {
        for (int ordinal = 1; ordinal <= 7; ordinal++) {
            String time = ordinal < 6 ? "2026-03-20T10:00:00Z" : "2026-03-20T09:00:00Z";
            crossing("acme", "calls", "PERIOD", "80%", "CROSSED", ordinal, time);
        }

        List<String> ordinals = new ArrayList<>();
        Answer page = api.get(PATH + "?limit=2");
        while (page.json().has("nextCursor")) {
            ordinals.addAll(page.json().at("/data").findValuesAsText("ordinal"));
            page = api.get(PATH + "?limit=2&cursor=" + page.at("/nextCursor"));
        }
        ordinals.addAll(page.json().at("/data").findValuesAsText("ordinal"));

        assertThat(ordinals).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7");
        assertThat(ordinals.subList(5, 7)).containsExactlyInAnyOrder("6", "7");
    }

    @Test
    void keysSeeTheirOwnOfTheActiveGenerationOnly() {
        crossing("acme", "calls", "PERIOD", "80%", "CROSSED", 1, "2026-03-20T10:00:00Z");
        crossing("globex", "calls", "PERIOD", "80%", "CROSSED", 1, "2026-03-20T10:00:01Z");
        crossing("acme", "calls", "PERIOD", "80%", "CROSSED", 2, "2026-03-20T10:00:02Z");
        api.execute("UPDATE threshold_crossing SET generation = 1 WHERE ordinal = 2");

        assertThat(tenants(ApiFixture.ACME_KEY, "")).containsExactly("acme");
        assertThat(tenants(ApiFixture.ACME_KEY, "?tenant=globex")).isEmpty();
        assertThat(tenants(ApiFixture.READ_KEY, "")).containsExactly("globex", "acme");
        assertThat(tenants(ApiFixture.FOREIGN_KEY, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direction=UP",
                "from=yesterday",
                "from=2026-03-20T10:00:00Z&to=2026-03-20T10:00:00Z",
                "limit=0",
                "cursor=YWJj",
                "cursor=MjAyNi0wMy0yMFQxMDowMDowMFogeA",
                "cursor=KzEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaIDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA",
                "limitkey=calls"
            })
    void wrongParametersAreRefused(String query) {
        Answer answer = api.get(PATH + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(query).contains(answer.at("/errors/0/parameter") + "=");
    }

    private List<String> seconds(String query) {
        return api.get(PATH + query).json().at("/data").findValuesAsText("recordedAt").stream()
                .map(time -> time.substring(18, 19))
                .toList();
    }

    private List<String> tenants(String key, String query) {
        return api.get(PATH + query, key).json().at("/data").findValuesAsText("tenant");
    }

    /** Writes a row as the job does. */
    private void crossing(
            String tenant,
            String limitKey,
            String window,
            String threshold,
            String direction,
            int ordinal,
            String recordedAt) {
        boolean isRolling = window.equals("PT60M");
        api.execute(
                """
                INSERT INTO threshold_crossing (namespace, tenant, limit_key, limit_window,
                    window_start, dimensions_hash, threshold, direction, ordinal, generation, meter,
                    window_end, dimensions, limit_quantity, threshold_quantity, quantity,
                    occurred_at, recorded_at)
                VALUES ('default', ?, ?, ?, CAST(? AS timestamptz), CAST(md5('') AS uuid), ?, ?, ?, 0,
                    'api', CAST(? AS timestamptz), '{"user":"u-1"}', 1000.0, 800, 812.50,
                    '2026-03-20T09:59:59Z', CAST(? AS timestamptz))
                """,
                tenant,
                limitKey,
                window,
                isRolling ? "epoch" : "2026-03-01T00:00:00Z",
                threshold,
                direction,
                ordinal,
                isRolling ? null : "2026-04-01T00:00:00Z",
                recordedAt);
    }
}
