package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitCatalogTest {

    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final LimitCatalog catalog = new LimitCatalog();

    @Test
    void aTenantHasItsPlansLimitsAndItsOwnInPlaceOfThoseOfTheSameKey() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100), limit("tokens", 7)));
        catalog.add(
                subscription("acme", 1, "free", JANUARY, limit("calls", 500), limit("hourly", 10)));

        assertThat(limitsAt(MARCH)).containsExactly("calls 500", "tokens 7", "hourly 10");
    }

    @Test
    void withoutASubscriptionThereAreNoLimits() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));

        assertThat(limitsAt(MARCH)).isEmpty();
        assertThat(catalog.hasSubscription("shop", "acme")).isFalse();
    }

    @Test
    void withoutAPlanThereAreTheTenantsOwnLimitsOnly() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));
        catalog.add(own("acme", 1, JANUARY, JANUARY, limit("tokens", 7)));

        assertThat(limitsAt(MARCH)).containsExactly("tokens 7");
    }

    @Test
    void aPlanThatIsNotYetInForceLimitsNothing() {
        catalog.add(plan("free", 1, MARCH, JANUARY, limit("calls", 100)));
        catalog.add(subscription("acme", 1, "free", JANUARY, limit("tokens", 7)));

        assertThat(limitsAt(MARCH.minus(MILLISECOND))).containsExactly("tokens 7");
        assertThat(limitsAt(MARCH)).containsExactly("calls 100", "tokens 7");
        assertThat(catalog.plan("shop", "free", FEBRUARY)).isEmpty();
        assertThat(catalog.plan("shop", "free", MARCH)).isPresent();
    }

    @Test
    void aVersionRulesFromWhenItIsBothRecordedAndEffective() {
        catalog.add(own("acme", 1, JANUARY, JANUARY, limit("calls", 1)));
        catalog.add(own("acme", 2, JANUARY, FEBRUARY, limit("calls", 2)));
        catalog.add(own("acme", 3, MARCH, FEBRUARY, limit("calls", 3)));

        assertThat(limitsAt(JANUARY.minus(MILLISECOND))).isEmpty();
        assertThat(limitsAt(JANUARY)).containsExactly("calls 1");
        assertThat(limitsAt(FEBRUARY.minus(MILLISECOND))).containsExactly("calls 1");
        assertThat(limitsAt(FEBRUARY)).containsExactly("calls 2");
        assertThat(limitsAt(MARCH.minus(MILLISECOND))).containsExactly("calls 2");
        assertThat(limitsAt(MARCH)).containsExactly("calls 3");
    }

    @Test
    void theGreatestVersionInForceRulesThoughAnOlderOneBeginsLater() {
        catalog.add(own("acme", 1, JANUARY, JANUARY, limit("calls", 1)));
        catalog.add(own("acme", 2, MARCH, JANUARY, limit("calls", 2)));
        catalog.add(own("acme", 3, FEBRUARY, JANUARY, limit("calls", 3)));

        assertThat(limitsAt(JANUARY)).containsExactly("calls 1");
        assertThat(limitsAt(FEBRUARY)).containsExactly("calls 3");
        assertThat(limitsAt(APRIL)).containsExactly("calls 3");
    }

    @Test
    void aNewVersionOfAPlanRulesAllItsSubscribers() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100), limit("tokens", 7)));
        catalog.add(plan("free", 2, MARCH, FEBRUARY, limit("calls", 50)));
        catalog.add(subscription("acme", 1, "free", JANUARY));
        catalog.add(subscription("globex", 1, "free", JANUARY, limit("calls", 500)));

        assertThat(limitsAt(MARCH.minus(MILLISECOND))).containsExactly("calls 100", "tokens 7");
        assertThat(limitsAt(MARCH)).containsExactly("calls 50");
        assertThat(limits("globex", MARCH)).containsExactly("calls 500");
    }

    @Test
    void anotherPlanTakesThePlaceOfTheOneBefore() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));
        catalog.add(plan("pro", 1, JANUARY, JANUARY, limit("calls", 9000)));
        catalog.add(subscription("acme", 1, "free", JANUARY, limit("tokens", 7)));
        catalog.add(subscription("acme", 2, "pro", MARCH));

        assertThat(limitsAt(FEBRUARY)).containsExactly("calls 100", "tokens 7");
        assertThat(limitsAt(MARCH)).containsExactly("calls 9000");
        assertThat(catalog.subscription("shop", "acme", MARCH))
                .map(SubscriptionVersion::plan)
                .contains("pro");
    }

    @Test
    void plansAndSubscriptionsAreOfOneNamespace() {
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));
        catalog.add(
                new SubscriptionVersion("other", "acme", 1, "free", JANUARY, JANUARY, List.of()));

        assertThat(limitsAt(MARCH)).isEmpty();
        assertThat(catalog.limits("other", "acme", MARCH)).isEmpty();
        assertThat(catalog.hasSubscription("other", "acme")).isTrue();
        assertThat(catalog.hasSubscription("shop", "acme")).isFalse();
    }

    @Test
    void addingAVersionTwiceIsHarmless() {
        for (int i = 0; i < 2; i++) {
            catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));
            catalog.add(subscription("acme", 1, "free", JANUARY));
        }

        assertThat(limitsAt(MARCH)).containsExactly("calls 100");
    }

    @Test
    void theOrderOfAddingDoesNotMatter() {
        catalog.add(subscription("acme", 2, "pro", MARCH));
        catalog.add(subscription("acme", 1, "free", JANUARY));
        catalog.add(plan("pro", 1, JANUARY, JANUARY, limit("calls", 9000)));
        catalog.add(plan("free", 1, JANUARY, JANUARY, limit("calls", 100)));

        assertThat(limitsAt(FEBRUARY)).containsExactly("calls 100");
        assertThat(limitsAt(MARCH)).containsExactly("calls 9000");
    }

    private List<String> limitsAt(Instant appendTime) {
        return limits("acme", appendTime);
    }

    private List<String> limits(String tenant, Instant appendTime) {
        return catalog.limits("shop", tenant, appendTime).stream()
                .map(limit -> limit.key() + " " + limit.quantity())
                .toList();
    }

    private static PlanVersion plan(
            String plan, int version, Instant effectiveFrom, Instant recordedAt, Limit... limits) {
        return new PlanVersion("shop", plan, version, effectiveFrom, recordedAt, List.of(limits));
    }

    /** Recorded in time. */
    private static SubscriptionVersion subscription(
            String tenant, int version, String plan, Instant effectiveFrom, Limit... limits) {
        return new SubscriptionVersion(
                "shop", tenant, version, plan, effectiveFrom, JANUARY, List.of(limits));
    }

    /** Of no plan. */
    private static SubscriptionVersion own(
            String tenant,
            int version,
            Instant effectiveFrom,
            Instant recordedAt,
            Limit... limits) {
        return new SubscriptionVersion(
                "shop", tenant, version, null, effectiveFrom, recordedAt, List.of(limits));
    }

    private static Limit limit(String key, long quantity) {
        return new Limit(
                key,
                "calls",
                LimitWindow.PERIOD,
                null,
                null,
                BigDecimal.valueOf(quantity),
                Limit.Enforcement.HARD,
                BigDecimal.ZERO,
                Duration.ZERO,
                Limit.WhenStale.DENY,
                Limit.DEFAULT_THRESHOLDS);
    }
}
