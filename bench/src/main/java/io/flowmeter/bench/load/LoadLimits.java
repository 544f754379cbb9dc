package io.flowmeter.bench.load;

import io.flowmeter.bench.load.LoadTenant.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Plans as the API takes them, in three kinds. What a limit is drawn to be lies anywhere between
 * what a tenant uses in seconds and what it never uses, so that some thresholds are always near.
 */
enum LoadLimits {
    /** Of the billing period and the last hours and days, also per value of a dimension. */
    BUSY("busy") {
        @Override
        List<Object> limits(SplittableRandom random) {
            return List.of(
                    requests("requests", "PERIOD", draw(random), "80%", "100%", "250", "2500"),
                    perModel("requests-each", null, draw(random)),
                    perModel("requests-m-1", "m-1", draw(random)),
                    requests("requests-hour", "PT60M", draw(random), "75%", "100%"),
                    limit("tokens-day", "tokens", "PT24H", thousand(random), "90%", "100%"),
                    limit("bytes-30d", "bytes", "P30D", thousand(random), "100%", "5000000000"),
                    limit("users", "users", "PERIOD", 40L, "50%", "75%", "100%"),
                    limit("tokens-max", "tokens_max", "PERIOD", 3_990L, "95%", "99.5%", "100%"),
                    with(
                            limit("seats-each", "seats", "PERIOD", 20L, "50%", "100%"),
                            "dimension",
                            "plan"));
        }
    },
    /** Of the calendar month, whatever the billing period is. */
    MONTHLY("monthly") {
        @Override
        List<Object> limits(SplittableRandom random) {
            return List.of(
                    requests("requests-month", "MONTH", draw(random), "80%", "100%", "250"),
                    with(
                            requests("requests-model-month", "MONTH", draw(random), "50%", "100%"),
                            "dimension",
                            "model"),
                    limit("users-month", "users", "MONTH", 50L, "50%", "75%", "100%"),
                    limit("bytes-max", "bytes_max", "MONTH", 999_000_000L, "99%", "100%"),
                    limit("level", "level_last", "PERIOD", null, "990"));
        }
    },
    /** For usage that leaves the windows soon. */
    ROLLING("rolling") {
        @Override
        List<Object> limits(SplittableRandom random) {
            long hour = 4L + random.nextInt(60);
            return List.of(
                    requests("requests-hour", "PT60M", hour, "25%", "50%", "75%", "100%", "10"),
                    requests("requests-day", "PT24H", draw(random), "50%", "100%"),
                    limit("tokens-hour", "tokens", "PT60M", hour * 2_000, "50%", "100%"),
                    limit("tokens-30d", "tokens", "P30D", thousand(random), "50%", "100%"));
        }
    };

    /** How many tenants have limits, beside the one whose usage is old. */
    static final int SUBSCRIBERS = 10;

    private static final long[] QUANTITIES = {10, 50, 100, 200, 500, 1_000, 3_000, 10_000, 40_000};

    private final String plan;

    LoadLimits(String plan) {
        this.plan = plan;
    }

    String path() {
        return "/v1/plans/" + plan;
    }

    abstract List<Object> limits(SplittableRandom random);

    /** A plan, drawn anew. */
    Map<String, Object> plan(SplittableRandom random) {
        return Map.of("name", plan, "limits", limits(random));
    }

    /**
     * What a tenant is subscribed to: the plan, and at times limits of its own. The one whose usage
     * leaves the windows soon always has its plan, so that it often recovers.
     */
    Map<String, Object> subscription(SplittableRandom random) {
        Map<String, Object> subscription = new LinkedHashMap<>();
        int chance = random.nextInt(6);
        List<Object> own = new ArrayList<>();
        if (chance < 4) {
            own.add(limits(random).get(random.nextInt(limits(random).size())));
        }
        subscription.put("plan", chance == 5 && this != ROLLING ? null : plan);
        subscription.put("limits", own);
        return subscription;
    }

    /** Months are for tenants that do not change: those of others are often cut. */
    static LoadLimits of(LoadTenant tenant, TenantRoster roster) {
        if (tenant.equals(roster.rolling())) {
            return ROLLING;
        }
        return tenant.role() == Role.STEADY ? MONTHLY : BUSY;
    }

    private static long draw(SplittableRandom random) {
        return QUANTITIES[random.nextInt(QUANTITIES.length)];
    }

    private static long thousand(SplittableRandom random) {
        return 1_000 * draw(random);
    }

    private static Map<String, Object> requests(
            String key, String window, long quantity, String... thresholds) {
        return limit(key, "requests", window, quantity, thresholds);
    }

    private static Map<String, Object> perModel(String key, @Nullable String value, long quantity) {
        Map<String, Object> limit =
                with(requests(key, "PERIOD", quantity, "50%", "100%"), "dimension", "model");
        return value == null ? limit : with(limit, "dimensionValue", value);
    }

    private static Map<String, Object> limit(
            String key,
            String meter,
            String window,
            @Nullable Long quantity,
            String... thresholds) {
        Map<String, Object> limit = new LinkedHashMap<>();
        limit.put("key", key);
        limit.put("meter", meter);
        limit.put("window", window);
        limit.put("quantity", quantity == null ? null : BigDecimal.valueOf(quantity));
        limit.put("enforcement", "SOFT");
        limit.put("thresholds", List.of(thresholds));
        return limit;
    }

    private static Map<String, Object> with(
            Map<String, Object> limit, String member, Object value) {
        limit.put(member, value);
        return limit;
    }
}
