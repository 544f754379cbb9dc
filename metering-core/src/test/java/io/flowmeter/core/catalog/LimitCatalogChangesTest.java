package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When limits may change, so that crossings are looked for then. */
class LimitCatalogChangesTest {

    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final LimitCatalog catalog = new LimitCatalog();

    @Test
    void limitsMayChangeWhereASubscriptionOrAVersionOfItsPlansBegins() {
        catalog.add(plan("free", 1, JANUARY, JANUARY));
        catalog.add(plan("free", 2, MARCH, FEBRUARY));
        catalog.add(plan("pro", 1, JANUARY.plusSeconds(5), JANUARY));
        catalog.add(subscription("acme", 1, null, FEBRUARY));
        catalog.add(subscription("globex", 1, "free", FEBRUARY.plusSeconds(9)));

        assertThat(changes("acme", Instant.EPOCH, APRIL)).containsExactly(FEBRUARY);
        assertThat(changes("globex", Instant.EPOCH, APRIL))
                .containsExactly(JANUARY, FEBRUARY.plusSeconds(9), MARCH);
        assertThat(changes("stranger", Instant.EPOCH, APRIL)).isEmpty();
    }

    @Test
    void changesAreAfterOneTimeAndUpToAnother() {
        catalog.add(subscription("acme", 1, null, FEBRUARY));

        assertThat(changes("acme", FEBRUARY, APRIL)).isEmpty();
        assertThat(changes("acme", FEBRUARY.minus(MILLISECOND), FEBRUARY)).hasSize(1);
        assertThat(changes("acme", JANUARY, FEBRUARY.minus(MILLISECOND))).isEmpty();
        assertThat(catalog.hasChanges(FEBRUARY, APRIL)).isFalse();
        assertThat(catalog.hasChanges(FEBRUARY.minus(MILLISECOND), FEBRUARY)).isTrue();
        assertThat(catalog.hasChanges(JANUARY, FEBRUARY.minus(MILLISECOND))).isFalse();
    }

    @Test
    void aPlanLeftBehindMayStillHaveChangedLimitsBefore() {
        catalog.add(plan("free", 1, JANUARY, JANUARY));
        catalog.add(plan("pro", 1, FEBRUARY, JANUARY));
        catalog.add(subscription("acme", 1, "free", JANUARY));
        catalog.add(subscription("acme", 2, "pro", MARCH));

        assertThat(changes("acme", Instant.EPOCH, APRIL)).containsExactly(JANUARY, FEBRUARY, MARCH);
    }

    @Test
    void addingAVersionTwiceIsOneChange() {
        for (int i = 0; i < 2; i++) {
            catalog.add(plan("free", 1, JANUARY, JANUARY));
            catalog.add(subscription("acme", 1, "free", JANUARY));
        }

        assertThat(changes("acme", Instant.EPOCH, APRIL)).containsExactly(JANUARY);
    }

    private List<Instant> changes(String tenant, Instant after, Instant until) {
        return List.copyOf(catalog.changes("shop", tenant, after, until));
    }

    private static PlanVersion plan(
            String plan, int version, Instant effectiveFrom, Instant recordedAt) {
        return new PlanVersion("shop", plan, version, effectiveFrom, recordedAt, List.of());
    }

    /** Recorded in time. */
    private static SubscriptionVersion subscription(
            String tenant, int version, String plan, Instant effectiveFrom) {
        return new SubscriptionVersion(
                "shop", tenant, version, plan, effectiveFrom, JANUARY, List.of());
    }
}
