package io.flowmeter.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitQueriesITCase {

    private static final Instant DAY_0 = Instant.parse("2026-03-01T00:00:00Z");

    private final LimitCatalog catalog = new LimitCatalog();
    private ApiFixture api;
    private Database database;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        database = new Database(api.databaseUrl, EmbeddedDatabase.shared().apiUser(), "");
    }

    @AfterEach
    void stop() {
        database.close();
        api.close();
    }

    @Test
    void ownLimitsReplaceThePlansAndEveryPartComesBack() {
        Limit everything =
                new Limit(
                        "tokens-of-u1",
                        "tokens",
                        LimitWindow.MONTH,
                        "user",
                        "u-1",
                        new BigDecimal("12345678901234567890.5"),
                        Limit.Enforcement.HARD,
                        new BigDecimal("0.000000000000000001"),
                        Duration.ofDays(3),
                        Limit.WhenStale.DENY,
                        List.of(new Threshold("80%"), new Threshold("500")));
        plan("starter", 1, day(0), day(0), limit("calls", "100"), limit("storage", "10"));
        subscription("acme", 1, "starter", day(1), day(1), limit("calls", null), everything);
        subscription("globex", 1, null, day(1), day(1));

        assertThat(subscribed("default", null, day(1)))
                .containsOnly(
                        Map.entry(
                                "acme",
                                new TenantLimits(
                                        "starter",
                                        day(1),
                                        List.of(
                                                limit("calls", null),
                                                limit("storage", "10"),
                                                everything))),
                        Map.entry("globex", new TenantLimits(null, day(1), List.of())));
        assertThat(subscribed("default", null, day(1).minusMillis(1))).isEmpty();
        assertThat(subscribed("default", null, null)).containsOnlyKeys("acme", "globex");
    }

    @Test
    void planIsHeldSinceTheLastOtherOneEnded() {
        subscription("acme", 1, "starter", day(1), day(1));
        subscription("acme", 2, "free", day(2), day(2));
        subscription("acme", 3, "starter", day(3), day(3));
        subscription("acme", 4, "starter", day(4), day(4), limit("calls", "1"));
        subscription("acme", 5, "enterprise", day(5), day(9));
        subscription("acme", 6, "starter", day(6), day(6));

        assertThat(subscribed("default", null, day(2)).get("acme").planSince()).isEqualTo(day(2));
        assertThat(subscribed("default", null, day(10)).get("acme").planSince()).isEqualTo(day(3));
        assertThat(subscribed("default", null, day(10)).get("acme").plan()).isEqualTo("starter");
    }

    @Test
    void otherNamespacesAndTenantsAreNotSeen() {
        subscription("acme", 1, "starter", day(1), day(1));
        subscription("globex", 1, "starter", day(1), day(1));

        assertThat(subscribed("other", null, day(2))).isEmpty();
        assertThat(subscribed("default", "globex", day(2))).containsOnlyKeys("globex");
    }

    @Test
    void limitsAreThoseOfTheCoreAtAnyTime() {
        var random = new Random(4);
        for (int version = 1; version <= 12; version++) {
            for (String plan : List.of("a", "b")) {
                plan(
                        plan,
                        version,
                        day(version),
                        day(random.nextInt(20)),
                        limit(plan, String.valueOf(version)),
                        limit("shared", String.valueOf(random.nextInt(9))));
            }
            for (String tenant : List.of("acme", "globex")) {
                subscription(
                        tenant,
                        version,
                        random.nextInt(3) == 0 ? null : random.nextBoolean() ? "a" : "b",
                        day(version),
                        day(random.nextInt(20)),
                        limit(random.nextBoolean() ? "shared" : "own", null));
            }
        }

        for (int at = 0; at <= 20; at++) {
            Map<String, List<Limit>> limits = limits(day(at));
            for (String tenant : List.of("acme", "globex")) {
                assertThat(limits.getOrDefault(tenant, List.of()))
                        .as("limits of %s on day %s", tenant, at)
                        .isEqualTo(List.copyOf(catalog.limits("default", tenant, day(at))));
            }
        }
    }

    private Map<String, TenantLimits> subscribed(String namespace, String tenant, Instant at) {
        return database.transactions()
                .read(
                        new Visibility(namespace, tenant),
                        handle ->
                                LimitQueries.subscribed(
                                        handle, namespace, List.of("acme", "globex"), at));
    }

    private Map<String, List<Limit>> limits(Instant at) {
        return database.transactions()
                .read(
                        new Visibility("default", null),
                        handle ->
                                LimitQueries.limits(
                                        handle, "default", List.of("acme", "globex"), at));
    }

    private void plan(String plan, int version, Instant recorded, Instant from, Limit... limits) {
        catalog.add(new PlanVersion("default", plan, version, from, recorded, List.of(limits)));
        api.execute(
                """
                INSERT INTO plan (namespace, plan, version, effective_from, limits, recorded_at)
                VALUES ('default', ?, ?, CAST(? AS timestamptz), CAST(? AS jsonb),
                    CAST(? AS timestamptz))
                """,
                plan,
                version,
                from.toString(),
                LimitJson.write(List.of(limits)),
                recorded.toString());
    }

    private void subscription(
            String tenant,
            int version,
            String plan,
            Instant recorded,
            Instant from,
            Limit... limits) {
        catalog.add(
                new SubscriptionVersion(
                        "default", tenant, version, plan, from, recorded, List.of(limits)));
        api.execute(
                """
                INSERT INTO subscription (namespace, tenant, version, plan, effective_from, limits,
                    recorded_at)
                VALUES ('default', ?, ?, ?, CAST(? AS timestamptz), CAST(? AS jsonb),
                    CAST(? AS timestamptz))
                """,
                tenant,
                version,
                plan,
                from.toString(),
                LimitJson.write(List.of(limits)),
                recorded.toString());
    }

    private static Limit limit(String key, String quantity) {
        return new Limit(
                key,
                "api_calls",
                LimitWindow.PERIOD,
                null,
                null,
                Stream.ofNullable(quantity).map(BigDecimal::new).findFirst().orElse(null),
                Limit.Enforcement.SOFT,
                BigDecimal.ZERO,
                Duration.ZERO,
                Limit.WhenStale.ALLOW,
                Limit.DEFAULT_THRESHOLDS);
    }

    private static Instant day(int day) {
        return DAY_0.plus(Duration.ofDays(day));
    }
}
