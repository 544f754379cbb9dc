package io.flowmeter.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.window.BillingCycle.Interval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** For every zone, anchor and interval. */
class BillingCyclePropertyTest {
    private static final Instant FROM = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");
    private static final long QUARTER_HOUR_MILLIS = 15 * 60 * 1000;

    /** Zones and instants at which their clocks change: where days go wrong. */
    record Moment(ZoneId zone, Instant time) {}

    @Property(seed = "1", tries = 3000)
    void instantIsInsideItsDayAndPeriodAndTheDayInsideThePeriod(
            @ForAll("moments") Moment moment,
            @ForAll Interval interval,
            @ForAll("anchors") LocalDate anchor) {
        BillingCycle cycle = new BillingCycle(moment.zone(), interval, anchor);

        Window day = cycle.dayContaining(moment.time());
        Window period = cycle.periodContaining(moment.time());

        assertThat(day.contains(moment.time())).isTrue();
        assertThat(period.contains(moment.time())).isTrue();
        assertThat(day.start()).isAfterOrEqualTo(period.start());
        assertThat(day.end()).isBeforeOrEqualTo(period.end());
    }

    @Property(seed = "2", tries = 3000)
    void windowsFollowEachOtherWithoutGapOrOverlap(
            @ForAll("moments") Moment moment,
            @ForAll Interval interval,
            @ForAll("anchors") LocalDate anchor) {
        BillingCycle cycle = new BillingCycle(moment.zone(), interval, anchor);

        Window day = cycle.dayContaining(moment.time());
        Window period = cycle.periodContaining(moment.time());

        assertThat(cycle.dayContaining(day.start())).isEqualTo(day);
        assertThat(cycle.dayContaining(day.end().minusMillis(1))).isEqualTo(day);
        assertThat(cycle.dayContaining(day.end()).start()).isEqualTo(day.end());
        assertThat(cycle.periodContaining(period.start())).isEqualTo(period);
        assertThat(cycle.periodContaining(period.end().minusMillis(1))).isEqualTo(period);
        assertThat(cycle.periodContaining(period.end()).start()).isEqualTo(period.end());
    }

    @Property(seed = "3", tries = 1000)
    void periodsBeginOnTheAnchorsDayOrTheLastOfTheMonth(
            @ForAll Interval interval,
            @ForAll("anchors") LocalDate anchor,
            @ForAll("days") int day) {
        BillingCycle cycle = new BillingCycle(ZoneId.of("UTC"), interval, anchor);
        Instant time = FROM.plusSeconds(day * 86_400L);

        LocalDate start = LocalDate.ofInstant(cycle.periodContaining(time).start(), cycle.zone());

        assertThat(start.getDayOfMonth())
                .isEqualTo(Math.min(anchor.getDayOfMonth(), start.lengthOfMonth()));
        int months =
                switch (interval) {
                    case MONTH -> 1;
                    case QUARTER -> 3;
                    case YEAR -> 12;
                };
        assertThat((start.getMonthValue() - anchor.getMonthValue()) % months).isZero();
    }

    /** So that slices of a quarter-hour add up to every zone's days and periods. */
    @Property(seed = "4", tries = 3000)
    void windowsBeginOnAQuarterHourSince1980(
            @ForAll("moments") Moment moment, @ForAll("anchors") LocalDate anchor) {
        Instant time = moment.time().plusSeconds(10 * 366 * 86_400L);
        BillingCycle cycle = new BillingCycle(moment.zone(), Interval.MONTH, anchor);

        assertThat(cycle.dayContaining(time).start().toEpochMilli() % QUARTER_HOUR_MILLIS).isZero();
        assertThat(cycle.periodContaining(time).start().toEpochMilli() % QUARTER_HOUR_MILLIS)
                .isZero();
    }

    @Test
    void onlyLiberiaAndKiritimatiHadOtherOffsetsSince1970() {
        Map<String, Instant> oddUntil = new TreeMap<>();
        for (Moment change : clockChanges()) {
            int before =
                    change.zone()
                            .getRules()
                            .getOffset(change.time().minusMillis(1))
                            .getTotalSeconds();
            if (before % (QUARTER_HOUR_MILLIS / 1000) != 0) {
                oddUntil.put(change.zone().getId(), change.time());
            }
        }

        assertThat(oddUntil)
                .containsOnlyKeys("Africa/Monrovia", "Pacific/Kiritimati")
                .allSatisfy((zone, time) -> assertThat(time).isBefore("1980-01-01T00:00:00Z"));
    }

    @Test
    void instantsAroundEveryClockChangeAreInsideTheirDayAndPeriod() {
        for (Moment change : clockChanges()) {
            BillingCycle cycle =
                    new BillingCycle(
                            change.zone(),
                            Interval.MONTH,
                            LocalDate.ofInstant(change.time(), change.zone()));
            for (long minutes : new long[] {-61, -1, 0, 1, 29, 59, 60, 119}) {
                Instant time = change.time().plusSeconds(minutes * 60);
                Window day = cycle.dayContaining(time);
                Window period = cycle.periodContaining(time);

                assertThat(day.contains(time) && period.contains(time))
                        .as("%s in %s: day %s, period %s", time, change.zone(), day, period)
                        .isTrue();
                assertThat(period.contains(day.start()) && !day.end().isAfter(period.end()))
                        .as("%s in %s: day %s, period %s", time, change.zone(), day, period)
                        .isTrue();
            }
        }
    }

    private static List<Moment> clockChanges() {
        List<Moment> changes = new ArrayList<>();
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            ZoneOffsetTransition next = zone.getRules().nextTransition(FROM);
            while (next != null && next.getInstant().isBefore(TO)) {
                changes.add(new Moment(zone, next.getInstant()));
                next = zone.getRules().nextTransition(next.getInstant());
            }
        }
        return changes;
    }

    @Provide
    Arbitrary<Moment> moments() {
        List<ZoneId> zones =
                ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();
        Arbitrary<Instant> anyTime =
                Arbitraries.longs()
                        .between(FROM.toEpochMilli(), TO.toEpochMilli())
                        .map(Instant::ofEpochMilli);
        Arbitrary<Long> fromTransition = Arbitraries.longs().between(-7_200_000, 7_200_000);
        return Combinators.combine(Arbitraries.of(zones), anyTime, fromTransition)
                .as(
                        (zone, time, millis) -> {
                            ZoneOffsetTransition next = zone.getRules().nextTransition(time);
                            return next == null || next.getInstant().isAfter(TO)
                                    ? new Moment(zone, time)
                                    : new Moment(zone, next.getInstant().plusMillis(millis));
                        });
    }

    @Provide
    Arbitrary<LocalDate> anchors() {
        return Combinators.combine(
                        Arbitraries.integers().between(1999, 2030),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 31))
                .as(
                        (year, month, day) -> {
                            LocalDate first = LocalDate.of(year, month, 1);
                            return first.withDayOfMonth(Math.min(day, first.lengthOfMonth()));
                        });
    }

    @Provide
    Arbitrary<Integer> days() {
        return Arbitraries.integers().between(0, 70 * 365);
    }
}
