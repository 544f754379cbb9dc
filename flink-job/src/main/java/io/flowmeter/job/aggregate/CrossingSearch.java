package io.flowmeter.job.aggregate;

import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.crossing.CrossingSeries;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.job.catalog.CatalogChange;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which series may have crossed thresholds up to a time, and the crossings of each. Beside those
 * that the epoch has touched, these are: those with changes that were appended later than the time
 * up to which was searched before; those whose rolling quantities may fall below a threshold; and
 * all of tenants whose limits have changed.
 */
final class CrossingSearch {
    private final LimitCatalog limits = new LimitCatalog();
    private final Set<UsageKey> unsettled = new HashSet<>();
    private final Set<UsageKey> decaying = new HashSet<>();
    private long searchedUntilMillis;

    /**
     * @param searchedUntilMillis where the search before a restart had come to; 0 if nowhere
     */
    CrossingSearch(long searchedUntilMillis) {
        this.searchedUntilMillis = searchedUntilMillis;
    }

    void add(CatalogChange change) {
        change.addTo(limits);
    }

    long searchedUntilMillis() {
        return searchedUntilMillis;
    }

    /** A series as a restart finds it in state. */
    void restore(CachedSeries series) {
        remember(series);
    }

    /** Whether its crossings are worth looking for. */
    boolean isLimited(UsageKey key) {
        return limits.hasSubscription(key.namespace(), key.tenant());
    }

    /**
     * Series to search, whether or not the epoch has touched them.
     *
     * @param all all series there are, if limits have changed
     */
    Set<UsageKey> due(long untilMillis, Supplier<Stream<UsageKey>> all) {
        if (untilMillis <= searchedUntilMillis) {
            return Set.of(); // a restart does not know yet what was known before it
        }
        Set<UsageKey> due = new HashSet<>(unsettled);
        due.addAll(decaying);
        Instant from = Instant.ofEpochMilli(searchedUntilMillis);
        Instant until = Instant.ofEpochMilli(untilMillis);
        if (limits.hasChanges(from, until)) {
            try (Stream<UsageKey> keys = all.get()) {
                keys.filter(key -> !changes(key, from, until).isEmpty()).forEach(due::add);
            }
        }
        return due;
    }

    /** Searches a series, of which everything up to a time has been read. */
    List<ThresholdCrossing> search(CachedSeries series, long untilMillis) {
        List<ThresholdCrossing> crossings = crossings(series).settle(untilMillis);
        remember(series);
        return crossings;
    }

    /** All that was due up to a time has been searched. */
    void advance(long untilMillis) {
        searchedUntilMillis = Math.max(searchedUntilMillis, untilMillis);
    }

    private Set<Instant> changes(UsageKey key, Instant from, Instant until) {
        return limits.changes(key.namespace(), key.tenant(), from, until);
    }

    private void remember(CachedSeries series) {
        UsageKey key = series.key();
        unsettled.remove(key);
        decaying.remove(key);
        if (isLimited(key)) {
            if (!series.unsettled().isEmpty()) {
                unsettled.add(key);
            }
            if (crossings(series).isDecaying()) {
                decaying.add(key);
            }
        }
    }

    private CrossingSeries crossings(CachedSeries series) {
        UsageKey key = series.key();
        return new CrossingSeries(
                key.namespace(),
                key.tenant(),
                key.meter(),
                Aggregation.valueOf(series.aggregation()),
                series,
                limits);
    }
}
