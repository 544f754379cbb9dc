package io.flowmeter.bench.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sum of {@code event_count} by namespace: as many verdicts as the log has records. */
final class ExpectedConservation implements ExpectedTable {
    private final Map<RowKey, Long> records;

    ExpectedConservation(Verdicts verdicts) {
        this.records =
                verdicts.records().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> RowKey.of(entry.getKey()), Map.Entry::getValue));
    }

    @Override
    public String table() {
        return "event_count, by namespace";
    }

    @Override
    public String query() {
        return """
                SELECT namespace, sum(events)::bigint AS events
                  FROM event_count
                 WHERE generation = :generation
                 GROUP BY namespace
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("namespace");
    }

    @Override
    public Set<RowKey> keys() {
        return records.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(records.get(key))
                .map(count -> new ExpectedRow(true, Map.of("events", ColumnRule.equalTo(count))));
    }
}
