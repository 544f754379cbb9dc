package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code usage_aggregate}: of every window in which something has counted, the total and one row
 * per dimension set. Where nothing counts any longer the row stays, with no events. Minutes may be
 * gone once the watermark is their age ahead.
 */
final class ExpectedAggregates implements ExpectedTable {
    private final Map<RowKey, Window> windows = new HashMap<>();
    private final Map<String, String> hashes = new HashMap<>();
    private final Set<Series> overCap;
    private final Instant purgedBefore;

    /**
     * @param purgedBefore minutes that began before it may be gone
     */
    ExpectedAggregates(List<Outcome> outcomes, Instant purgedBefore) {
        this.overCap = Series.overCap(outcomes);
        this.purgedBefore = purgedBefore;
        for (Outcome outcome : outcomes) {
            outcome.possible.forEach(usage -> touch(outcome, usage));
            outcome.counted.forEach(usage -> add(outcome.identity, usage));
        }
    }

    /** What is known of one row. */
    private static final class Window {
        final String aggregation;
        final String dimensions;
        final List<Live> lives = new ArrayList<>();
        final Set<Long> ends = new HashSet<>(2);
        long latestEnd = Long.MAX_VALUE;
        boolean isCertain;

        Window(String aggregation, String dimensions) {
            this.aggregation = aggregation;
            this.dimensions = dimensions;
        }
    }

    @Override
    public String table() {
        return "usage_aggregate";
    }

    @Override
    public String query() {
        return """
                SELECT namespace, tenant, meter, granularity, window_start,
                       dimensions_hash::text AS dimensions_hash, window_end, dimensions,
                       aggregation, revision, event_count, quantity, last_event_at, last_event_id,
                       sketch
                  FROM usage_aggregate
                 WHERE generation = :generation
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of(
                "namespace", "tenant", "meter", "granularity", "window_start", "dimensions_hash");
    }

    @Override
    public Set<RowKey> keys() {
        return windows.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(windows.get(key)).map(window -> row(key, window));
    }

    @Override
    public boolean isOutOfReach(FoundRow row) {
        return row.get("dimensions") != null
                && overCap.contains(
                        new Series(row.text("namespace"), row.text("tenant"), row.text("meter")));
    }

    @Override
    public List<String> notes() {
        return overCap.stream()
                .map(series -> "only totals compared, more dimension sets than the cap: " + series)
                .sorted()
                .toList();
    }

    private ExpectedRow row(RowKey key, Window window) {
        String granularity = (String) key.values().get(3);
        Instant start = (Instant) key.values().get(4);
        Aggregate aggregate = Aggregate.of(window.aggregation, window.lives);
        Live last = aggregate.last();
        boolean isSlice =
                granularity.equals(Place.MINUTE) || granularity.equals(Place.QUARTER_HOUR);
        boolean hasSketch = isSlice && window.aggregation.equals("UNIQUE_COUNT");
        Map<String, ColumnRule> columns = new HashMap<>();
        columns.put("window_end", ColumnRule.oneOf(ends(window)));
        columns.put("dimensions", ColumnRule.equalTo(Snapshot.json(window.dimensions)));
        columns.put("aggregation", ColumnRule.equalTo(window.aggregation));
        columns.put("revision", ColumnRule.positive());
        columns.put("event_count", ColumnRule.equalTo(aggregate.eventCount()));
        columns.put("quantity", ColumnRule.equalTo(aggregate.quantity()));
        columns.put(
                "last_event_at",
                ColumnRule.equalTo(
                        last == null ? null : Instant.ofEpochMilli(last.usage().eventMillis())));
        columns.put(
                "last_event_id", ColumnRule.equalTo(last == null ? null : last.usage().eventId()));
        columns.put(
                "sketch",
                hasSketch ? new SketchRule(aggregate.quantity()) : ColumnRule.equalTo(null));
        boolean isKept = !granularity.equals(Place.MINUTE) || !start.isBefore(purgedBefore);
        return new ExpectedRow(window.isCertain && isKept, columns);
    }

    /** A window that is cut ends with the earliest cut anything in it knew of. */
    private static List<Instant> ends(Window window) {
        return window.ends.stream()
                .filter(end -> end <= window.latestEnd)
                .map(Instant::ofEpochMilli)
                .toList();
    }

    private void touch(Outcome outcome, Usage usage) {
        boolean isCertain = outcome.certain.contains(usage);
        for (Contribution contribution : usage.contributions()) {
            for (String dimensions : dimensionSets(outcome.identity, contribution)) {
                for (Place place : Place.of(usage)) {
                    Window window =
                            windows.computeIfAbsent(
                                    key(outcome.identity, contribution, place, dimensions),
                                    none -> new Window(contribution.aggregation(), dimensions));
                    window.ends.add(place.span().endMillis());
                    if (isCertain) {
                        window.isCertain = true;
                        window.latestEnd = Math.min(window.latestEnd, place.span().endMillis());
                    }
                }
            }
        }
    }

    private void add(Identity identity, Usage usage) {
        for (Contribution contribution : usage.contributions()) {
            Live live = new Live(usage, contribution);
            for (String dimensions : dimensionSets(identity, contribution)) {
                for (Place place : Place.of(usage)) {
                    windows.get(key(identity, contribution, place, dimensions)).lives.add(live);
                }
            }
        }
    }

    /** The total, and the contribution's own set if it has one that is judged. */
    private List<String> dimensionSets(Identity identity, Contribution contribution) {
        boolean isTotalOnly =
                contribution.dimensions().isEmpty()
                        || overCap.contains(Series.of(identity, contribution));
        return isTotalOnly ? List.of("") : List.of("", contribution.dimensions());
    }

    private RowKey key(
            Identity identity, Contribution contribution, Place place, String dimensions) {
        return RowKey.of(
                identity.namespace(),
                identity.tenant(),
                contribution.meter(),
                place.granularity(),
                Instant.ofEpochMilli(place.span().startMillis()),
                hashes.computeIfAbsent(dimensions, DimensionsHash::of));
    }
}
