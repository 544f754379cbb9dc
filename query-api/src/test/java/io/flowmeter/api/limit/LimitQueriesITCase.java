package io.flowmeter.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.Visibility;
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

    private ApiFixture api;
    private Database database;
    private LimitVersions versions;

    @BeforeEach
    void start() {
        api = ApiFixture.start();
        versions = new LimitVersions(api);
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
        versions.plan("starter", 1, day(0), day(0), limit("calls", "100"), limit("storage", "10"));
        versions.subscription(
                "acme", 1, "starter", day(1), day(1), limit("calls", null), everything);
        versions.subscription("globex", 1, null, day(1), day(1));

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
        versions.subscription("acme", 1, "starter", day(1), day(1));
        versions.subscription("acme", 2, "free", day(2), day(2));
        versions.subscription("acme", 3, "starter", day(3), day(3));
        versions.subscription("acme", 4, "starter", day(4), day(4), limit("calls", "1"));
        versions.subscription("acme", 5, "enterprise", day(5), day(9));
        versions.subscription("acme", 6, "starter", day(6), day(6));

        assertThat(subscribed("default", null, day(2)).get("acme").planSince()).isEqualTo(day(2));
        assertThat(subscribed("default", null, day(10)).get("acme").planSince()).isEqualTo(day(3));
        assertThat(subscribed("default", null, day(10)).get("acme").plan()).isEqualTo("starter");
    }

    @Test
    void otherNamespacesAndTenantsAreNotSeen() {
        versions.subscription("acme", 1, "starter", day(1), day(1));
        versions.subscription("globex", 1, "starter", day(1), day(1));

        assertThat(subscribed("other", null, day(2))).isEmpty();
        assertThat(subscribed("default", "globex", day(2))).containsOnlyKeys("globex");
    }

    @Test
    void limitsAreThoseOfTheCoreAtAnyTime() {
        var random = new Random(4);
        for (int version = 1; version <= 12; version++) {
            for (String plan : List.of("a", "b")) {
                versions.plan(
                        plan,
                        version,
                        day(version),
                        day(random.nextInt(20)),
                        limit(plan, String.valueOf(version)),
                        limit("shared", String.valueOf(random.nextInt(9))));
            }
            for (String tenant : List.of("acme", "globex")) {
                versions.subscription(
                        tenant,
                        version,
                        random.nextInt(3) == 0 ? null : random.nextBoolean() ? "a" : "b",
                        day(version),
                        day(random.nextInt(20)),
                        limit(random.nextBoolean() ? "shared" : "own", null));
            }
        }

        for (int at = 0; at <= 20; at++) {
            Map<String, TenantLimits> subscribed = subscribed("default", null, day(at));
            for (String tenant : List.of("acme", "globex")) {
                TenantLimits limits =
                        subscribed.getOrDefault(
                                tenant, new TenantLimits(null, Instant.EPOCH, List.of()));
                assertThat(limits.limits())
                        .as("limits of %s on day %s", tenant, at)
                        .isEqualTo(
                                List.copyOf(versions.catalog().limits("default", tenant, day(at))));
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
