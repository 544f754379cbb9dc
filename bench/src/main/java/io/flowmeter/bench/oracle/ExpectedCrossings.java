package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import io.flowmeter.bench.oracle.CrossingLoop.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * {@code threshold_crossing}: every threshold that a tenant with limits has reached, or fallen
 * below again. Those up to the tables' watermark must be there; later ones, of slices that have
 * left or limits that have changed since, may be.
 *
 * <p>A window that is cut while usage is on its way has more than one end: which of them a crossing
 * names is left open.
 */
final class ExpectedCrossings implements ExpectedTable {
    private final Map<RowKey, ExpectedRow> rows = new HashMap<>();
    private final Set<Series> overCap;
    private final Progress progress;

    ExpectedCrossings(List<Outcome> outcomes, LimitRules rules, Progress progress) {
        this.overCap = Series.overCap(outcomes);
        this.progress = progress;
        bySeries(outcomes)
                .forEach(
                        (series, steps) -> {
                            String aggregation = steps.get(0).live().contribution().aggregation();
                            var limits = rules.timeline(series, aggregation);
                            if (limits.values().stream().anyMatch(all -> !all.isEmpty())) {
                                add(series, aggregation, steps, limits);
                            }
                        });
    }

    @Override
    public String table() {
        return "threshold_crossing";
    }

    @Override
    public String query() {
        return """
                SELECT namespace, tenant, meter, limit_key, limit_window, window_start,
                       dimensions_hash::text AS dimensions_hash, threshold, direction, ordinal,
                       window_end, dimensions, limit_quantity, threshold_quantity,
                       quantity, occurred_at
                  FROM threshold_crossing
                 WHERE generation = :generation
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of(
                "namespace",
                "tenant",
                "meter",
                "limit_key",
                "limit_window",
                "window_start",
                "dimensions_hash",
                "threshold",
                "direction",
                "ordinal");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public boolean isOutOfReach(FoundRow row) {
        return row.get("dimensions") != null
                && overCap.contains(
                        new Series(row.text("namespace"), row.text("tenant"), row.text("meter")));
    }

    static Map<Series, List<Step>> bySeries(List<Outcome> outcomes) {
        Map<Series, List<Step>> bySeries = new HashMap<>();
        for (Outcome outcome : outcomes) {
            for (History.Change change : outcome.changes) {
                for (Contribution contribution : change.usage().contributions()) {
                    bySeries.computeIfAbsent(
                                    Series.of(outcome.identity, contribution),
                                    none -> new ArrayList<>())
                            .add(
                                    new Step(
                                            change.appendMillis(),
                                            change.sign(),
                                            new Live(change.usage(), contribution)));
                }
            }
        }
        return bySeries;
    }

    private void add(
            Series series,
            String aggregation,
            List<Step> steps,
            NavigableMap<Long, List<Limit>> limits) {
        var loop = new CrossingLoop(aggregation, !overCap.contains(series), limits);
        long until =
                List.of(progress.ahead(), progress.readAt()).stream()
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .toEpochMilli();
        for (Crossing crossing : loop.walk(steps, until)) {
            Set<Long> ends = loop.ends(crossing.window());
            rows.put(key(series, crossing), row(crossing, ends));
        }
    }

    private static RowKey key(Series series, Crossing crossing) {
        LimitedWindow window = crossing.window();
        return RowKey.of(
                series.namespace(),
                series.tenant(),
                series.meter(),
                crossing.limit(),
                window.kind(),
                Instant.ofEpochMilli(window.startMillis()),
                DimensionsHash.of(window.dimensions()),
                crossing.threshold(),
                crossing.direction(),
                (long) crossing.ordinal());
    }

    private ExpectedRow row(Crossing crossing, Set<Long> ends) {
        Instant occurredAt = Instant.ofEpochMilli(crossing.occurredMillis());
        Map<String, ColumnRule> columns = new HashMap<>();
        columns.put(
                "window_end",
                ends.isEmpty()
                        ? ColumnRule.equalTo(null)
                        : ColumnRule.oneOf(ends.stream().map(Instant::ofEpochMilli).toList()));
        columns.put(
                "dimensions", ColumnRule.equalTo(Snapshot.json(crossing.window().dimensions())));
        columns.put("limit_quantity", ColumnRule.equalTo(crossing.limitQuantity()));
        columns.put("threshold_quantity", ColumnRule.equalTo(crossing.thresholdQuantity()));
        columns.put("quantity", ColumnRule.equalTo(crossing.quantity()));
        columns.put("occurred_at", ColumnRule.equalTo(occurredAt));
        return new ExpectedRow(occurredAt.isBefore(progress.completeBefore()), columns);
    }
}
