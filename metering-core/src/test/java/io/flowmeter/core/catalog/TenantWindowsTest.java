package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.BillingCycle.Interval;
import io.flowmeter.core.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TenantWindowsTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final Catalog catalog = new Catalog();

    @Test
    void unknownTenantHasCalendarMonthsInUtc() {
        assertThat(windows(MARCH, MARCH))
                .isEqualTo(
                        new TenantWindows(
                                new Window(MARCH, MARCH.plus(Duration.ofDays(1))),
                                new Window(MARCH, APRIL),
                                null));
    }

    @Test
    void tenantsOfTheSameNameInTwoNamespacesAreTwo() {
        catalog.add(tenant(1, "Europe/Berlin", JANUARY, JANUARY));

        assertThat(catalog.windows("other", "acme", MARCH, MARCH).period().start())
                .isEqualTo(MARCH);
        assertThat(catalog.windows("shop", "other", MARCH, MARCH).period().start())
                .isEqualTo(MARCH);
    }

    @Test
    void windowsAreCutWhereATenantsVersionBegins() {
        Instant midMarch = Instant.parse("2026-03-15T12:00:00Z");
        catalog.add(tenant(1, "Europe/Berlin", JANUARY, JANUARY));
        catalog.add(tenant(2, "Asia/Kolkata", midMarch, FEBRUARY));

        TenantWindows before = windows(midMarch.minus(MILLISECOND), APRIL);
        TenantWindows after = windows(midMarch, APRIL);

        assertThat(before.day()).isEqualTo(window("2026-03-14T23:00:00Z", midMarch.toString()));
        assertThat(before.period()).isEqualTo(window("2026-02-28T23:00:00Z", midMarch.toString()));
        assertThat(after.day()).isEqualTo(window(midMarch.toString(), "2026-03-15T18:30:00Z"));
        assertThat(after.period()).isEqualTo(window(midMarch.toString(), "2026-03-31T18:30:00Z"));
    }

    @Test
    void monthIsSaidOfAQuarterAlsoWhereACutMakesThemTheSame() {
        Instant midMarch = Instant.parse("2026-03-15T12:00:00Z");
        Instant lateMarch = Instant.parse("2026-03-25T12:00:00Z");
        catalog.add(quarterly(1, midMarch, JANUARY));
        catalog.add(quarterly(2, lateMarch, lateMarch.minus(MILLISECOND)));

        TenantWindows uncut = windows(midMarch, midMarch);
        TenantWindows cut = windows(midMarch, lateMarch);

        assertThat(uncut.month()).isEqualTo(new Window(midMarch, APRIL));
        assertThat(cut.month()).isEqualTo(new Window(midMarch, lateMarch)).isEqualTo(cut.period());
    }

    @Test
    void firstVersionOfATenantCutsTheDefaultPeriod() {
        Instant midMarch = Instant.parse("2026-03-15T12:00:00Z");
        catalog.add(tenant(1, "Europe/Berlin", midMarch, JANUARY));

        assertThat(windows(MARCH, APRIL).period()).isEqualTo(new Window(MARCH, midMarch));
    }

    @Test
    void versionRecordedLaterDoesNotMoveTheWindowsOfEarlierAppendedEvents() {
        catalog.add(tenant(1, "UTC", JANUARY, JANUARY));
        catalog.add(tenant(2, "Europe/Berlin", MARCH, APRIL));

        assertThat(windows(MARCH, APRIL.minus(MILLISECOND)).period())
                .isEqualTo(new Window(MARCH, APRIL));
        assertThat(windows(MARCH, APRIL).period())
                .isEqualTo(window("2026-03-01T00:00:00Z", "2026-03-31T22:00:00Z"));
    }

    @Test
    void overriddenVersionCutsNothing() {
        catalog.add(tenant(1, "UTC", JANUARY, JANUARY));
        catalog.add(tenant(2, "UTC", Instant.parse("2026-03-20T00:00:00Z"), JANUARY));
        catalog.add(tenant(3, "UTC", Instant.parse("2026-03-10T00:00:00Z"), JANUARY));

        assertThat(windows(Instant.parse("2026-03-25T00:00:00Z"), APRIL).period())
                .isEqualTo(window("2026-03-10T00:00:00Z", "2026-04-01T00:00:00Z"));
        assertThat(windows(Instant.parse("2026-03-05T00:00:00Z"), APRIL).period())
                .isEqualTo(window("2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z"));
    }

    private TenantWindows windows(Instant eventTime, Instant appendTime) {
        return catalog.windows("shop", "acme", eventTime, appendTime);
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }

    private static TenantVersion tenant(
            int version, String zone, Instant effectiveFrom, Instant recordedAt) {
        var cycle = new BillingCycle(ZoneId.of(zone), Interval.MONTH, null);
        return new TenantVersion("shop", "acme", version, cycle, effectiveFrom, recordedAt);
    }

    private static TenantVersion quarterly(int version, Instant effectiveFrom, Instant recordedAt) {
        var cycle = new BillingCycle(ZoneId.of("UTC"), Interval.QUARTER, null);
        return new TenantVersion("shop", "acme", version, cycle, effectiveFrom, recordedAt);
    }
}
