package io.flowmeter.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.window.BillingCycle;
import io.flowmeter.core.window.BillingCycle.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
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

    private List<Integer> versionAt(Instant eventTime, Instant appendTime) {
        return catalog.metersFor(event("shop", "llm.request", eventTime), appendTime).stream()
                .map(Meter::version)
                .toList();
    }

    private TenantWindows windows(Instant eventTime, Instant appendTime) {
        return catalog.windows(event("shop", "llm.request", eventTime), appendTime);
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
