package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.BillingCycle.Interval;
import io.flowmeter.core.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final Catalog catalog = new Catalog();

    @Test
    void namespaceRulesEventsAppendedFromItsRecordingOn() {
        catalog.add(namespace(1, Duration.ofDays(35), FEBRUARY));

        assertThat(catalog.timePolicy("shop", FEBRUARY)).isPresent();
        assertThat(catalog.timePolicy("shop", FEBRUARY.minus(MILLISECOND))).isEmpty();
        assertThat(catalog.timePolicy("stranger", MARCH)).isEmpty();
    }

    @Test
    void laterNamespaceVersionLeavesEarlierAppendedEventsAlone() {
        catalog.add(namespace(1, Duration.ofDays(35), JANUARY));
        catalog.add(namespace(2, Duration.ofDays(1), MARCH));

        assertThat(catalog.timePolicy("shop", MARCH.minus(MILLISECOND)))
                .contains(new TimePolicy(Duration.ofDays(35)));
        assertThat(catalog.timePolicy("shop", MARCH)).contains(new TimePolicy(Duration.ofDays(1)));
    }

    @Test
    void meterCountsEventsOfItsTypeAndNamespace() {
        catalog.add("shop", meter(1, JANUARY, JANUARY));

        assertThat(catalog.metersFor(event("shop", "llm.request", MARCH), MARCH)).hasSize(1);
        assertThat(catalog.metersFor(event("shop", "storage", MARCH), MARCH)).isEmpty();
        assertThat(catalog.metersFor(event("other", "llm.request", MARCH), MARCH)).isEmpty();
    }

    @Test
    void everyMeterOfTheTypeCountsTheEvent() {
        catalog.add("shop", meter("tokens", 1, "llm.request", JANUARY, JANUARY, false));
        catalog.add("shop", meter("requests", 1, "llm.request", JANUARY, JANUARY, false));

        assertThat(catalog.metersFor(event("shop", "llm.request", MARCH), MARCH))
                .extracting(Meter::key)
                .containsExactlyInAnyOrder("tokens", "requests");
    }

    @Test
    void meterVersionIsEffectiveByEventTime() {
        catalog.add("shop", meter(1, JANUARY, JANUARY));
        catalog.add("shop", meter(2, MARCH, JANUARY));

        assertThat(versionAt(MARCH.minus(MILLISECOND), APRIL)).containsExactly(1);
        assertThat(versionAt(MARCH, APRIL)).containsExactly(2);
        assertThat(versionAt(JANUARY.minus(MILLISECOND), APRIL)).isEmpty();
    }

    @Test
    void meterVersionIsUnknownToEventsAppendedBeforeItsRecording() {
        catalog.add("shop", meter(1, JANUARY, JANUARY));
        catalog.add("shop", meter(2, JANUARY, MARCH));

        assertThat(versionAt(FEBRUARY, MARCH.minus(MILLISECOND))).containsExactly(1);
        assertThat(versionAt(FEBRUARY, MARCH)).containsExactly(2);
    }

    @Test
    void greatestVersionInForceRulesEvenIfAnOlderOneIsEffectiveLater() {
        catalog.add("shop", meter(1, MARCH, JANUARY));
        catalog.add("shop", meter(2, FEBRUARY, JANUARY));

        assertThat(versionAt(APRIL, APRIL)).containsExactly(2);
    }

    @Test
    void archivedMeterCountsNothingFromItsDateOn() {
        catalog.add("shop", meter(1, JANUARY, JANUARY));
        catalog.add("shop", meter("tokens", 2, "llm.request", MARCH, FEBRUARY, true));

        assertThat(versionAt(MARCH.minus(MILLISECOND), APRIL)).containsExactly(1);
        assertThat(versionAt(MARCH, APRIL)).isEmpty();
    }

    @Test
    void meterThatChangedItsTypeNoLongerCountsTheOldOne() {
        catalog.add("shop", meter(1, JANUARY, JANUARY));
        catalog.add("shop", meter("tokens", 2, "llm.response", MARCH, JANUARY, false));

        assertThat(catalog.metersFor(event("shop", "llm.request", MARCH), APRIL)).isEmpty();
        assertThat(catalog.metersFor(event("shop", "llm.response", MARCH), APRIL)).hasSize(1);
    }

    @Test
    void addingAVersionTwiceIsHarmless() {
        for (int i = 0; i < 2; i++) {
            catalog.add(namespace(1, Duration.ofDays(35), JANUARY));
            catalog.add("shop", meter(1, JANUARY, JANUARY));
            catalog.add(tenant(1, "Europe/Berlin", JANUARY, JANUARY));
        }

        assertThat(versionAt(MARCH, MARCH)).containsExactly(1);
        assertThat(catalog.timePolicy("shop", MARCH)).isPresent();
        assertThat(windows(MARCH, MARCH).period().start()).isEqualTo("2026-02-28T23:00:00Z");
    }

    @Test
    void unknownTenantHasCalendarMonthsInUtc() {
        assertThat(windows(MARCH, MARCH))
                .isEqualTo(
                        new TenantWindows(
                                new Window(MARCH, MARCH.plus(Duration.ofDays(1))),
                                new Window(MARCH, APRIL)));
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

    /** Events appended at one time share windows exactly if they lie in the same one. */
    @Property(seed = "1")
    void windowsOfOneAppendTimePartitionTime(
            @ForAll("tenantVersions") List<TenantVersion> versions,
            @ForAll("times") Instant first,
            @ForAll("times") Instant second,
            @ForAll("times") Instant appended,
            @ForAll Random random) {
        List<TenantVersion> shuffled = new ArrayList<>(versions);
        Collections.shuffle(shuffled, random);
        Catalog filled = new Catalog();
        shuffled.forEach(filled::add);

        TenantWindows one = filled.windows("shop", "acme", first, appended);
        TenantWindows other = filled.windows("shop", "acme", second, appended);

        assertThat(one.day().contains(first) && one.period().contains(first)).isTrue();
        assertThat(one.day().contains(second)).isEqualTo(one.day().equals(other.day()));
        assertThat(one.period().contains(second)).isEqualTo(one.period().equals(other.period()));
        assertThat(one.period().contains(one.day().start())).isTrue();
        assertThat(one.day().end()).isBeforeOrEqualTo(one.period().end());
    }

    /** What {@link TenantVersion} demands; a window computed afresh relies on it. */
    @Property(seed = "2")
    void eventsOfOneTimeShareAWindowWheneverTheyWereAppended(
            @ForAll("tenantVersions") List<TenantVersion> versions,
            @ForAll("times") Instant eventTime,
            @ForAll("times") Instant first,
            @ForAll("times") Instant second) {
        Catalog filled = new Catalog();
        versions.stream().map(CatalogTest::effectiveInTime).forEach(filled::add);
        Instant earliest = eventTime.minus(TimePolicy.MAX_AHEAD);

        TenantWindows one = filled.windows("shop", "acme", eventTime, later(earliest, first));
        TenantWindows other = filled.windows("shop", "acme", eventTime, later(earliest, second));

        assertThat(one.day().start()).isEqualTo(other.day().start());
        assertThat(one.period().start()).isEqualTo(other.period().start());
    }

    private static TenantVersion effectiveInTime(TenantVersion version) {
        return new TenantVersion(
                version.namespace(),
                version.tenant(),
                version.version(),
                version.billingCycle(),
                later(version.effectiveFrom(), version.recordedAt().plus(Duration.ofMinutes(15))),
                version.recordedAt());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Provide
    Arbitrary<List<TenantVersion>> tenantVersions() {
        Arbitrary<BillingCycle> cycles =
                Combinators.combine(
                                Arbitraries.of("UTC", "Europe/Berlin", "Asia/Kathmandu"),
                                Arbitraries.of(Interval.class),
                                Arbitraries.integers().between(1, 31).injectNull(0.3))
                        .as(
                                (zone, interval, day) ->
                                        new BillingCycle(
                                                ZoneId.of(zone),
                                                interval,
                                                day == null ? null : LocalDate.of(2025, 1, day)));
        return Combinators.combine(cycles, times(), times())
                .as((cycle, effective, recorded) -> List.of(cycle, effective, recorded))
                .list()
                .ofMaxSize(4)
                .map(
                        parts -> {
                            List<TenantVersion> versions = new ArrayList<>();
                            for (List<Object> part : parts) {
                                versions.add(
                                        new TenantVersion(
                                                "shop",
                                                "acme",
                                                versions.size() + 1,
                                                (BillingCycle) part.get(0),
                                                (Instant) part.get(1),
                                                (Instant) part.get(2)));
                            }
                            return versions;
                        });
    }

    /** Quarter-hours of three months. */
    @Provide
    Arbitrary<Instant> times() {
        return Arbitraries.integers()
                .between(0, 90 * 96)
                .map(quarter -> JANUARY.plus(Duration.ofMinutes(15L * quarter)));
    }

    private List<Integer> versionAt(Instant eventTime, Instant appendTime) {
        return catalog.metersFor(event("shop", "llm.request", eventTime), appendTime).stream()
                .map(Meter::version)
                .toList();
    }

    private TenantWindows windows(Instant eventTime, Instant appendTime) {
        return catalog.windows(event("shop", "llm.request", eventTime), appendTime);
    }

    private static Window window(String start, String end) {
        return new Window(Instant.parse(start), Instant.parse(end));
    }

    private static NamespaceVersion namespace(int version, Duration lateness, Instant recorded) {
        return new NamespaceVersion("shop", version, new TimePolicy(lateness), recorded);
    }

    private static TenantVersion tenant(
            int version, String zone, Instant effectiveFrom, Instant recordedAt) {
        return new TenantVersion(
                "shop",
                "acme",
                version,
                new BillingCycle(ZoneId.of(zone), Interval.MONTH, null),
                effectiveFrom,
                recordedAt);
    }

    private static Meter meter(int version, Instant effectiveFrom, Instant recordedAt) {
        return meter("tokens", version, "llm.request", effectiveFrom, recordedAt, false);
    }

    private static Meter meter(
            String key,
            int version,
            String eventType,
            Instant effectiveFrom,
            Instant recordedAt,
            boolean archived) {
        return new Meter(
                key,
                version,
                eventType,
                Aggregation.COUNT,
                null,
                List.of(),
                Map.of(),
                100,
                effectiveFrom,
                recordedAt,
                archived);
    }

    private static UsageEvent event(String namespace, String type, Instant time) {
        return new UsageEvent(namespace, "acme", "gateway-1", "evt_1", type, time);
    }
}
