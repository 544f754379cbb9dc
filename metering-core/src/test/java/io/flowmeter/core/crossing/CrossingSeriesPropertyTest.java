package io.flowmeter.core.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.UsageSeries;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.meter.Aggregation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the order of reading, and however often crossings are looked for. */
class CrossingSeriesPropertyTest {
    private static final long AFTERWARDS = Duration.ofDays(40).toMillis();

    @Property(seed = "1", tries = 3000)
    void crossingsAreThoseOfTheLogInItsOrder(
            @ForAll("limitable") Aggregation aggregation, @ForAll Random random) {
        MeterLog log = new MeterLog(aggregation, random);
        long end = last(log) + AFTERWARDS;

        List<ThresholdCrossing> found = read(log, end, random);

        assertThat(found).containsExactlyInAnyOrderElementsOf(NaiveCrossings.of(log, end));
    }

    @Provide
    Arbitrary<Aggregation> limitable() {
        return Arbitraries.of(
                Aggregation.SUM,
                Aggregation.COUNT,
                Aggregation.LAST,
                Aggregation.MAX,
                Aggregation.UNIQUE_COUNT);
    }

    /**
     * Looks for crossings from time to time; by then everything appended before has been read, and
     * some of what was appended after.
     */
    private static List<ThresholdCrossing> read(MeterLog log, long end, Random random) {
        InMemoryCrossingStore store = new InMemoryCrossingStore();
        List<ThresholdCrossing> found = new ArrayList<>();
        List<UsageChange> unread = new ArrayList<>(log.changes);
        long until = 0;
        while (until < end) {
            until =
                    unread.isEmpty() || random.nextInt(12) == 0
                            ? end
                            : unread.get(random.nextInt(Math.min(4, unread.size()))).appendMillis()
                                    + random.nextInt(-1, 2);
            List<UsageChange> next = new ArrayList<>();
            for (UsageChange change : List.copyOf(unread)) {
                boolean isEarly = random.nextInt(6) == 0 && change.sign() > 0;
                if (change.appendMillis() <= until || isEarly) {
                    next.add(change);
                    unread.remove(change);
                }
            }
            inAnyOrder(next, random).forEach(change -> fold(change, store));
            found.addAll(settle(log, store, until));
        }
        return found;
    }

    /** What is taken back was added before. */
    private static List<UsageChange> inAnyOrder(List<UsageChange> changes, Random random) {
        List<UsageChange> shuffled = new ArrayList<>(changes);
        Collections.shuffle(shuffled, random);
        List<UsageChange> ordered = new ArrayList<>();
        for (UsageChange change : shuffled) {
            if (change.sign() > 0) {
                ordered.add(random.nextInt(ordered.size() + 1), change);
            }
        }
        for (UsageChange change : shuffled) {
            if (change.sign() < 0) {
                int added =
                        ordered.stream()
                                .map(UsageChange::eventId)
                                .toList()
                                .indexOf(change.eventId());
                ordered.add(random.nextInt(added + 1, ordered.size() + 1), change);
            }
        }
        return ordered;
    }

    private static void fold(UsageChange change, InMemoryCrossingStore store) {
        new UsageSeries(store).apply(change, change.appendMillis());
        store.add(change);
    }

    private static List<ThresholdCrossing> settle(
            MeterLog log, InMemoryCrossingStore store, long until) {
        LimitCatalog limits = new LimitCatalog();
        log.plans.stream()
                .filter(plan -> plan.recordedAt().toEpochMilli() <= until)
                .forEach(limits::add);
        log.subscriptions.stream()
                .filter(subscription -> subscription.recordedAt().toEpochMilli() <= until)
                .forEach(limits::add);
        return new CrossingSeries(
                        MeterLog.NAMESPACE,
                        MeterLog.TENANT,
                        MeterLog.METER,
                        log.aggregation,
                        store,
                        limits)
                .settle(until);
    }

    private static long last(MeterLog log) {
        return log.changes.stream().mapToLong(UsageChange::appendMillis).max().orElse(0);
    }
}
