package io.flowmeter.api.entitlement;

import io.flowmeter.api.Answer;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.TestTables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tenants with limits, and numbers as the job writes them. */
final class LimitFixture {

    private static final String PERIOD_START = "2026-03-01T00:00:00Z";

    private final ApiFixture api;

    LimitFixture(ApiFixture api) {
        this.api = api;
        meter("calls", "COUNT", "");
        meter(
                "tokens",
                "SUM",
                ",\"valueProperty\":\"$.tokens\",\"groupBy\":{\"model\":\"$.model\"}");
        meter("seats", "MAX", ",\"valueProperty\":\"$.seats\"");
        meter("users", "UNIQUE_COUNT", ",\"valueProperty\":\"$.user\"");
        asOf(ApiFixture.NOW.minusSeconds(1));
    }

    /** The tenant has these limits, since the year began. */
    LimitFixture tenant(String tenant, TestLimit... limits) {
        List<String> all = new ArrayList<>();
        for (TestLimit limit : limits) {
            all.add(limit.json());
        }
        api.execute(
                """
                INSERT INTO subscription (namespace, tenant, version, effective_from, limits, recorded_at)
                VALUES ('default', ?, 1, '2026-01-01Z', CAST(? AS jsonb), '2026-01-01Z')
                """,
                tenant,
                all.stream().collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    /** What the tenant used in March. */
    LimitFixture used(String tenant, String meter, String quantity) {
        return window(tenant, meter, "PERIOD", PERIOD_START, "", quantity);
    }

    LimitFixture usedOfModel(String tenant, String model, String quantity) {
        String dimensions = "{\"model\":\"" + model + "\"}";
        return window(tenant, "tokens", "PERIOD", PERIOD_START, dimensions, quantity);
    }

    LimitFixture minute(String tenant, String meter, String start, String quantity) {
        return window(tenant, meter, "MINUTE", start, "", quantity);
    }

    LimitFixture rolling(String tenant, String meter, String horizon, String quantity) {
        api.execute(
                """
                INSERT INTO rolling_usage (namespace, tenant, meter, horizon, generation, as_of,
                    aggregation, revision, event_count, quantity)
                VALUES ('default', ?, ?, ?, 0, now(), 'COUNT', 1, 1, ?)
                """,
                tenant,
                meter,
                horizon,
                new BigDecimal(quantity));
        return this;
    }

    /** The tenant reached 100 % of a limit on March's total. */
    LimitFixture reached(String tenant, String key, Instant at) {
        api.execute(
                """
                INSERT INTO threshold_crossing (namespace, tenant, limit_key, limit_window, window_start,
                    dimensions_hash, threshold, direction, ordinal, generation, meter, quantity, occurred_at)
                VALUES ('default', ?, ?, 'PERIOD', '2026-03-01Z', CAST(md5('') AS uuid), '100%',
                    'CROSSED', 1, 0, 'calls', 1, CAST(? AS timestamptz))
                """,
                tenant, key, at.toString());
        return this;
    }

    void asOf(Instant watermark) {
        TestTables.asOf(api, watermark);
    }

    Answer check(String tenant, String meter, String body) {
        return api.post("/v1/tenants/" + tenant + "/entitlements/" + meter + ":check", body);
    }

    Answer reserve(String tenant, String meter, int quantity) {
        return check(tenant, meter, "{\"quantity\":%d,\"reserve\":true}".formatted(quantity));
    }

    static void forgetCatalog(TestClock clock) {
        clock.advance(TermsCache.BELIEVED);
    }

    long rows(String sql) {
        return api.owner.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    List<String> texts(String sql) {
        return api.owner.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private void meter(String key, String aggregation, String more) {
        TestTables.meter(
                api,
                key,
                key + ".used",
                aggregation,
                more + ",\"effectiveFrom\":\"2026-01-01T00:00:00Z\"");
    }

    /** Where it ends is of no interest here. */
    LimitFixture window(
            String tenant,
            String meter,
            String granularity,
            String start,
            String dimensions,
            String quantity) {
        api.execute(
                """
                INSERT INTO usage_aggregate (namespace, tenant, meter, granularity, window_start,
                    window_end, dimensions, dimensions_hash, generation, aggregation, revision,
                    event_count, quantity)
                VALUES ('default', ?, ?, ?, CAST(? AS timestamptz), 'infinity',
                    CAST(nullif(?, '') AS jsonb), CAST(md5(?) AS uuid), 0, 'SUM', 1, 1, ?)
                ON CONFLICT (namespace, tenant, meter, granularity, window_start, dimensions_hash, generation)
                DO UPDATE SET quantity = excluded.quantity
                """,
                tenant,
                meter,
                granularity,
                start,
                dimensions,
                dimensions,
                new BigDecimal(quantity));
        return this;
    }
}
