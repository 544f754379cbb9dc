package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code usage_aggregate}: of every window in which something has counted, the total and one row
 * per dimension set; of {@link Months} if they are no billing periods. Where nothing counts any
 * longer the row stays, with no events. Minutes may be gone once the watermark is their age ahead.
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
        // Series by series: the windows of one are few.
        bySeries(outcomes).forEach(this::add);
    }

    /**
     * One contribution that may have counted in a series.
     *
     * @param times how often it counts in the end: twice for an event that was sent again, the
     *     same, after the window of deduplication
     */
    private record Touch(Live live, boolean isCertain, int times) {}

    private record Slot(String granularity, long startMillis, String dimensions) {}

    /** What is known of one row. */
    private static final class Window {
        final String aggregation;
        final String dimensions;
        final List<Live> lives = new ArrayList<>();
        final Set<Long> ends = new HashSet<>(2);
        long latestEnd = Long.MAX_VALUE;
        boolean isCertain;

        Window(Touch touch, String dimensions) {
            this.aggregation = touch.live().contribution().aggregation();
            this.dimensions = dimensions;
        }

        void add(Touch touch, Place place) {
            lives.addAll(Collections.nCopies(touch.times(), touch.live()));
            ends.add(place.span().endMillis());
            if (touch.isCertain()) {
                isCertain = true;
                latestEnd = Math.min(latestEnd, place.span().endMillis());
            }
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

    private static Map<Series, List<Touch>> bySeries(List<Outcome> outcomes) {
        Map<Series, List<Touch>> bySeries = new HashMap<>();
        for (Outcome outcome : outcomes) {
            for (Usage usage : outcome.possible) {
                boolean isCertain = outcome.certain.contains(usage);
                int times = Collections.frequency(outcome.counted, usage);
                for (Contribution contribution : usage.contributions()) {
                    bySeries.computeIfAbsent(
                                    Series.of(outcome.identity, contribution),
                                    none -> new ArrayList<>())
                            .add(new Touch(new Live(usage, contribution), isCertain, times));
                }
            }
        }
        return bySeries;
    }

    private void add(Series series, List<Touch> touches) {
        Map<Slot, Window> slots = new HashMap<>();
        for (Touch touch : touches) {
            String own = touch.live().contribution().dimensions();
            boolean isTotalOnly = own.isEmpty() || overCap.contains(series);
            for (String dimensions : isTotalOnly ? List.of("") : List.of("", own)) {
                for (Place place : Place.of(touch.live().usage())) {
                    slots.computeIfAbsent(
                                    new Slot(
                                            place.granularity(),
                                            place.span().startMillis(),
                                            dimensions),
                                    none -> new Window(touch, dimensions))
                            .add(touch, place);
                }
            }
        }
        slots.forEach((slot, window) -> windows.put(key(series, slot), window));
    }

    private RowKey key(Series series, Slot slot) {
        return RowKey.of(
                series.namespace(),
                series.tenant(),
                series.meter(),
                slot.granularity(),
                Instant.ofEpochMilli(slot.startMillis()),
                hashes.computeIfAbsent(slot.dimensions(), DimensionsHash::of));
    }
}
