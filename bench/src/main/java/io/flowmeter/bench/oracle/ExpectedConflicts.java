package io.flowmeter.bench.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code event_conflict}: copies with other content than the one that counts. */
final class ExpectedConflicts implements ExpectedTable {
    private final Map<RowKey, Conflict> rows = new HashMap<>();
    private final List<Set<RowKey>> alternatives = new ArrayList<>();

    private record Conflict(Identity identity, LogRecord lost, Set<LogRecord> kept) {}

    ExpectedConflicts(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            outcome.conflicts.forEach(
                    (lost, kept) ->
                            rows.put(key(lost), new Conflict(outcome.identity, lost, kept)));
            for (Set<LogRecord> listed : outcome.listed) {
                alternatives.add(
                        listed.stream().map(ExpectedConflicts::key).collect(Collectors.toSet()));
            }
        }
    }

    @Override
    public String table() {
        return "event_conflict";
    }

    @Override
    public String query() {
        return """
                SELECT topic, partition_id, record_offset, namespace, tenant, source, event_id,
                       kept_partition, kept_offset, appended_at
                  FROM event_conflict
                """;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("topic", "partition_id", "record_offset");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public List<Set<RowKey>> alternatives() {
        return alternatives;
    }

    /** Of a row that must be there {@link #alternatives()} knows. */
    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key))
                .map(conflict -> new ExpectedRow(false, columns(conflict)));
    }

    private static Map<String, ColumnRule> columns(Conflict conflict) {
        Identity identity = conflict.identity();
        return Map.of(
                "namespace", ColumnRule.equalTo(identity.namespace()),
                "tenant", ColumnRule.equalTo(identity.tenant()),
                "source", ColumnRule.equalTo(identity.source()),
                "event_id", ColumnRule.equalTo(identity.id()),
                "kept_partition", (found, row) -> wrongKept(conflict, row),
                "kept_offset", (found, row) -> wrongKept(conflict, row),
                "appended_at",
                        ColumnRule.equalTo(Instant.ofEpochMilli(conflict.lost().appendMillis())));
    }

    private static Optional<String> wrongKept(Conflict conflict, FoundRow row) {
        boolean isKept =
                conflict.kept().stream()
                        .anyMatch(
                                kept ->
                                        kept.partition() == row.number("kept_partition")
                                                && kept.offset() == row.number("kept_offset"));
        return isKept ? Optional.empty() : Optional.of("one of " + conflict.kept());
    }

    private static RowKey key(LogRecord record) {
        return RowKey.of(record.topic(), (long) record.partition(), record.offset());
    }
}
