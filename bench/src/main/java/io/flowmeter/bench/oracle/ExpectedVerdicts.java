package io.flowmeter.bench.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code event_count}: how many records got which verdict. */
final class ExpectedVerdicts implements ExpectedTable {
    private final Map<RowKey, Outcome.Range> rows = new HashMap<>();

    ExpectedVerdicts(Verdicts verdicts) {
        verdicts.ranges()
                .forEach(
                        (namespace, byVerdict) ->
                                byVerdict.forEach(
                                        (verdict, byDetail) ->
                                                byDetail.forEach(
                                                        (detail, range) ->
                                                                rows.put(
                                                                        RowKey.of(
                                                                                namespace, verdict,
                                                                                detail),
                                                                        range))));
        rows.values().removeIf(range -> range.max() == 0);
    }

    @Override
    public String table() {
        return "event_count";
    }

    @Override
    public String query() {
        return """
                SELECT namespace, verdict, detail, events, revision
                  FROM event_count
                 WHERE generation = :generation AND events > 0
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("namespace", "verdict", "detail");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key))
                .map(
                        range ->
                                new ExpectedRow(
                                        range.min() > 0,
                                        Map.of(
                                                "events", ColumnRule.within(range),
                                                "revision", ColumnRule.positive())));
    }
}
