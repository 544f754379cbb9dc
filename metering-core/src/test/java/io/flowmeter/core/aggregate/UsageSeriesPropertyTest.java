package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.BillingCycle.Interval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any usages, some of them voided, in any order. */
class UsageSeriesPropertyTest {
    /** The night in which Berlin's clocks go forward is among the days. */
    private static final Instant FIRST_NIGHT = Instant.parse("2026-03-27T22:00:00Z");

    private static final long NOW = Instant.parse("2026-03-31T00:00:00Z").toEpochMilli();

    private record Change(TestUsage usage, boolean isVoid, double order) {}

    @Property(seed = "1", tries = 1500)
    void everyWindowIsWhatItsLiveUsagesAmountTo(
            @ForAll Aggregation aggregation,
            @ForAll("usages") List<TestUsage> usages,
            @ForAll Random random) {
        InMemorySeriesStore store = new InMemorySeriesStore();
        List<Change> changes = inSomeOrder(usages, random);

        List<TestUsage> live = apply(changes, aggregation, store);

        List<TestUsage> arrived =
                changes.stream().filter(change -> !change.isVoid()).map(Change::usage).toList();
        assertThatWindowsAre(NaiveUsage.windows(live, arrived), aggregation, store);
    }

    @Property(seed = "2", tries = 500)
    void orderOfChangesDoesNotMatter(
            @ForAll Aggregation aggregation,
            @ForAll("usages") List<TestUsage> usages,
            @ForAll Random random) {
        List<TestUsage> uncapped = usages.stream().map(usage -> usage.capped(100)).toList();
        List<Change> changes = inSomeOrder(uncapped, random);
        InMemorySeriesStore one = new InMemorySeriesStore();
        InMemorySeriesStore other = new InMemorySeriesStore();

        apply(changes, aggregation, one);
        apply(inOtherOrder(changes, random), aggregation, other);

        assertThat(quantities(other, aggregation)).isEqualTo(quantities(one, aggregation));
    }

    @Property(seed = "3", tries = 500)
    void nothingIsLeftOnceAllUsagesAreVoided(
            @ForAll Aggregation aggregation,
            @ForAll("usages") List<TestUsage> usages,
            @ForAll Random random) {
        InMemorySeriesStore store = new InMemorySeriesStore();
        List<TestUsage> live = apply(inSomeOrder(usages, random), aggregation, store);
        UsageSeries series = new UsageSeries(store);

        live.forEach(usage -> series.apply(usage.voided(aggregation), NOW));

        assertThatWindowsAre(Map.of(), aggregation, store);
        assertThat(store.memberCount()).isZero();
    }

    @Property(seed = "4", tries = 500)
    void membersOfASliceAreItsDistinctValuesWithTheirEvents(
            @ForAll("usages") List<TestUsage> usages, @ForAll Random random) {
        InMemorySeriesStore store = new InMemorySeriesStore();
        List<Change> changes = inSomeOrder(usages, random);
        List<TestUsage> live = apply(changes, Aggregation.UNIQUE_COUNT, store);
        SliceReplay replay = new SliceReplay(store);

        NaiveUsage.windows(live, List.of())
                .forEach(
                        (window, inside) -> {
                            boolean isSlice =
                                    window.kind().equals("MINUTE")
                                            || window.kind().equals("QUARTER_HOUR");
                            if (isSlice && window.dimensions().isEmpty()) {
                                Map<Fingerprint, Long> expected = new HashMap<>();
                                inside.forEach(
                                        usage ->
                                                expected.merge(
                                                        Fingerprint.of(usage.user()),
                                                        1L,
                                                        Long::sum));
                                assertThat(replay.members(window)).isEqualTo(expected);
                            }
                        });
    }

    private static void assertThatWindowsAre(
            Map<WindowKey, List<TestUsage>> expected,
            Aggregation aggregation,
            InMemorySeriesStore store) {
        assertThat(store.tallies().keySet()).containsAll(expected.keySet());
        store.tallies()
                .forEach(
                        (window, tally) -> {
                            List<TestUsage> inside = expected.getOrDefault(window, List.of());
                            assertThat(tally.eventCount())
                                    .as("%s", window)
                                    .isEqualTo(inside.size());
                            assertThat(tally.quantity(aggregation))
                                    .as("%s of %s", aggregation, window)
                                    .usingComparator(
                                            Comparator.nullsFirst(Comparator.naturalOrder()))
                                    .isEqualTo(NaiveUsage.quantity(aggregation, inside));
                            if (aggregation == Aggregation.LAST && !inside.isEmpty()) {
                                TestUsage last = NaiveUsage.last(inside);
                                assertThat(tally.lastId()).isEqualTo(last.eventId());
                                assertThat(tally.lastMillis())
                                        .isEqualTo(last.time().toEpochMilli());
                            }
                        });
    }

    /** Applies the changes and returns the usages that are live at the end. */
    private static List<TestUsage> apply(
            List<Change> changes, Aggregation aggregation, InMemorySeriesStore store) {
        UsageSeries series = new UsageSeries(store);
        List<TestUsage> live = new ArrayList<>();
        for (Change change : changes) {
            TestUsage usage = change.usage();
            if (change.isVoid()) {
                series.apply(usage.voided(aggregation), NOW);
                live.remove(usage);
            } else {
                series.apply(usage.added(aggregation), NOW);
                live.add(usage);
            }
        }
        return live;
    }

    /** Adds all usages and voids a third of them, each some time after it was added. */
    private static List<Change> inSomeOrder(List<TestUsage> usages, Random random) {
        List<Change> changes = new ArrayList<>();
        for (TestUsage usage : usages) {
            double order = random.nextDouble();
            changes.add(new Change(usage, false, order));
            if (random.nextInt(3) == 0) {
                changes.add(new Change(usage, true, order + random.nextDouble()));
            }
        }
        changes.sort(Comparator.comparingDouble(Change::order));
        return changes;
    }

    private static List<Change> inOtherOrder(List<Change> changes, Random random) {
        List<Change> other = new ArrayList<>();
        for (Change change : changes) {
            // All additions come before 1, all voids after it.
            other.add(
                    new Change(
                            change.usage(),
                            change.isVoid(),
                            random.nextDouble() + (change.isVoid() ? 1 : 0)));
        }
        other.sort(Comparator.comparingDouble(Change::order));
        return other;
    }

    private static Map<WindowKey, String> quantities(
            InMemorySeriesStore store, Aggregation aggregation) {
        Map<WindowKey, String> quantities = new HashMap<>();
        store.tallies()
                .forEach(
                        (window, tally) -> {
                            BigDecimal quantity = tally.quantity(aggregation);
                            String text =
                                    quantity == null
                                            ? "none"
                                            : quantity.stripTrailingZeros().toPlainString();
                            quantities.put(window, tally.eventCount() + " events: " + text);
                        });
        return quantities;
    }

    /** Few times, ids and values, so that ties of all kinds are common. */
    @Provide
    Arbitrary<List<TestUsage>> usages() {
        Arbitrary<Instant> times =
                Combinators.combine(
                                Arbitraries.of(0, 0, 1, 2, 26, 50),
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.of(0, 0, 15, 45),
                                Arbitraries.of(0, 1, 59_999))
                        .as(
                                (hours, moreHours, minutes, millis) ->
                                        FIRST_NIGHT
                                                .plus(Duration.ofHours(hours + moreHours))
                                                .plus(Duration.ofMinutes(minutes))
                                                .plusMillis(millis));
        Arbitrary<String> zones =
                Arbitraries.of("Europe/Berlin", "UTC", "Asia/Kathmandu", "America/Los_Angeles");
        Arbitrary<Integer> caps = Arbitraries.of(1, 2, 100);
        Arbitrary<TestUsage> usages =
                Combinators.combine(
                                Arbitraries.of("a", "b", "bb", "\uffff", "😀", "😁"),
                                Arbitraries.of(
                                                "-3",
                                                "0",
                                                "0.5",
                                                "1",
                                                "2",
                                                "2",
                                                "0.000000000000000001")
                                        .map(BigDecimal::new),
                                Arbitraries.of("u-1", "u-2", "u-3"),
                                Arbitraries.of("", "m-1", "m-2", "m-3"),
                                times,
                                Arbitraries.of(true, false, false))
                        .as(
                                (id, tokens, user, model, time, isLate) ->
                                        usage(id)
                                                .of(tokens)
                                                .by(user)
                                                .with(model)
                                                .at(time)
                                                .late(isLate));
        // Of two cycles, as where a tenant is changed backwards: then windows overlap.
        Arbitrary<TestUsage> placed =
                Combinators.combine(usages, Arbitraries.of(true, false))
                        .as((usage, isChanged) -> isChanged ? usage.every(Interval.YEAR) : usage);
        return Combinators.combine(placed.list().ofMaxSize(30), zones, zones, caps)
                .as(
                        (list, zone, changed, cap) ->
                                list.stream()
                                        .map(usage -> usage.capped(cap))
                                        .map(
                                                usage ->
                                                        usage.cycle().interval() == Interval.YEAR
                                                                ? usage.in(changed)
                                                                : usage.in(zone))
                                        .toList());
    }
}
