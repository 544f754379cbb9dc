package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * For any usages, voids and steps of time. That no revision falls is checked by the store of each
 * of these tests.
 */
class RollingUsagePropertyTest {
    private static final Instant START = Instant.parse("2026-03-01T11:59:30Z");

    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofSeconds(0),
                    Duration.ofSeconds(31),
                    Duration.ofMinutes(7),
                    Duration.ofMinutes(61),
                    Duration.ofHours(25),
                    Duration.ofDays(31));

    private static final List<Duration> AGES =
            List.of(
                    Duration.ofMinutes(-5),
                    Duration.ofSeconds(-40),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(59),
                    Duration.ofMinutes(60),
                    Duration.ofMinutes(90),
                    Duration.ofHours(24),
                    Duration.ofDays(2),
                    Duration.ofDays(3),
                    Duration.ofDays(30),
                    Duration.ofDays(33));

    @Property(seed = "1", tries = 400)
    void horizonIsWhatItsLiveUsagesAmountToWheneverAsked(
            @ForAll Aggregation aggregation, @ForAll Random random) {
        InMemorySeriesStore store = new InMemorySeriesStore();
        UsageSeries series = new UsageSeries(store);
        List<TestUsage> live = new ArrayList<>();
        Instant now = START;
        Instant latest = Instant.MIN; // since the first change

        for (int i = 0; i < 40; i++) {
            now = now.plus(oneOf(STEPS.subList(0, 1 + random.nextInt(STEPS.size())), random));
            // Changes reach a series by many ways, some of which lag behind.
            Instant told = random.nextInt(4) > 0 ? now : now.minus(oneOf(STEPS, random));
            int what = random.nextInt(5);
            if (what < 3) {
                TestUsage usage = someUsage(told, random);
                series.apply(usage.added(aggregation), told.toEpochMilli());
                live.add(usage);
            } else if (what == 3 && !live.isEmpty()) {
                TestUsage usage = live.remove(random.nextInt(live.size()));
                series.apply(usage.voided(aggregation), told.toEpochMilli());
            } else {
                series.advance(aggregation, told.toEpochMilli());
            }
            if (!store.tallies().isEmpty()) {
                latest = told.isAfter(latest) ? told : latest;
                assertThatHorizonsAre(live, aggregation, latest, store);
            }
        }
    }

    @Property(seed = "2", tries = 100)
    void horizonsFallToNothingAsTimePasses(@ForAll Aggregation aggregation, @ForAll Random random) {
        InMemorySeriesStore store = new InMemorySeriesStore();
        UsageSeries series = new UsageSeries(store);
        List<TestUsage> live = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            live.add(someUsage(START, random));
            series.apply(live.get(i).added(aggregation), START.toEpochMilli());
        }

        Instant now = START;
        while (series.isRolling(Granularity.MINUTE) || series.isRolling(Granularity.QUARTER_HOUR)) {
            assertThat(now).isBefore(START.plus(Duration.ofDays(32)));
            now = now.plus(oneOf(STEPS.subList(1, 5), random));
            series.advance(aggregation, now.toEpochMilli());
            assertThatHorizonsAre(live, aggregation, now, store);
        }

        assertThatHorizonsAre(List.of(), aggregation, now, store);
    }

    @Property(seed = "3", tries = 200)
    void whenUsagesWereReadDoesNotMatterAtTheEnd(
            @ForAll Aggregation aggregation, @ForAll Random random) {
        List<TestUsage> usages = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            usages.add(someUsage(START, random));
        }
        Instant end = START.plus(Duration.ofMinutes(70));

        for (int run = 0; run < 3; run++) {
            InMemorySeriesStore store = new InMemorySeriesStore();
            readInSomeOrder(usages, end, aggregation, new UsageSeries(store), random);

            assertThatHorizonsAre(usages, aggregation, end, store);
        }
    }

    private static void readInSomeOrder(
            List<TestUsage> usages,
            Instant end,
            Aggregation aggregation,
            UsageSeries series,
            Random random) {
        List<TestUsage> shuffled = new ArrayList<>(usages);
        Collections.shuffle(shuffled, random);
        Instant now = START;
        for (TestUsage usage : shuffled) {
            if (random.nextBoolean() && now.isBefore(end)) {
                now = now.plus(Duration.ofMinutes(random.nextInt(10)));
                series.advance(aggregation, now.toEpochMilli());
            }
            series.apply(usage.added(aggregation), now.toEpochMilli());
        }
        series.advance(aggregation, end.toEpochMilli());
    }

    private static void assertThatHorizonsAre(
            List<TestUsage> live, Aggregation aggregation, Instant now, InMemorySeriesStore store) {
        for (Horizon horizon : Horizon.values()) {
            List<TestUsage> inside =
                    live.stream().filter(usage -> isInside(usage, horizon, now)).toList();
            RollingTally rolling = store.rolling(horizon);
            long events = rolling == null ? 0 : rolling.tally().eventCount();
            BigDecimal quantity =
                    rolling == null
                            ? NaiveUsage.quantity(aggregation, List.of())
                            : rolling.tally().quantity(aggregation);

            assertThat(events).as("%s at %s", horizon, now).isEqualTo(inside.size());
            assertThat(quantity)
                    .as("%s in %s at %s", aggregation, horizon, now)
                    .usingComparator(Comparator.nullsFirst(Comparator.naturalOrder()))
                    .isEqualTo(NaiveUsage.quantity(aggregation, inside));
        }
    }

    /** Whether the usage's slice begins after the current one's end minus the horizon. */
    private static boolean isInside(TestUsage usage, Horizon horizon, Instant now) {
        long step = horizon == Horizon.PT60M ? 60_000 : 900_000;
        long length =
                switch (horizon) {
                    case PT60M -> 3_600_000L;
                    case PT24H -> 86_400_000L;
                    case P30D -> 30 * 86_400_000L;
                };
        long slice = usage.time().toEpochMilli() / step;
        long oldest = now.toEpochMilli() / step + 1 - length / step;
        return slice >= oldest && (horizon != Horizon.PT60M || usage.keepsMinute());
    }

    private static TestUsage someUsage(Instant now, Random random) {
        Duration age = oneOf(AGES, random);
        return usage(oneOf(List.of("a", "b", "\uffff", "😀"), random))
                .of(oneOf(List.of("-3", "0", "0.5", "2", "2", "7"), random))
                .by(oneOf(List.of("u-1", "u-2", "u-3"), random))
                .with(oneOf(List.of("", "m-1"), random))
                .at(now.minus(age))
                .late(age.compareTo(Duration.ofDays(2)) > 0);
    }

    private static <T> T oneOf(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
