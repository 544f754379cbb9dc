package io.flowmeter.bench.oracle;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code dead_letter}: one row per refused record. Where a record is refused that had a partial
 * refusal before, the row tells the refusal: it is what the verdict counts.
 */
final class ExpectedDeadLetters implements ExpectedTable {
    private final Map<RowKey, Letter> rows = new HashMap<>();

    ExpectedDeadLetters(List<Letter> letters) {
        for (Letter letter : letters) {
            LogRecord record = letter.record();
            rows.merge(
                    RowKey.of(record.topic(), (long) record.partition(), record.offset()),
                    letter,
                    (one, other) -> one.isPartial() ? other : one);
        }
    }

    @Override
    public String table() {
        return "dead_letter";
    }

    @Override
    public String query() {
        return """
                SELECT topic, partition_id, record_offset, namespace, tenant, reason, detail,
                       partial, appended_at, record_key, record_value, record_headers
                  FROM dead_letter
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
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key))
                .map(letter -> new ExpectedRow(letter.isCertain(), columns(letter)));
    }

    private static Map<String, ColumnRule> columns(Letter letter) {
        LogRecord record = letter.record();
        return Map.of(
                "namespace", ColumnRule.equalTo(letter.namespace()),
                "tenant", ColumnRule.equalTo(letter.tenant()),
                "reason", ColumnRule.equalTo(letter.reason()),
                "detail", ColumnRule.someText(),
                "partial", ColumnRule.equalTo(letter.isPartial()),
                "appended_at", ColumnRule.equalTo(Instant.ofEpochMilli(record.appendMillis())),
                "record_key", ColumnRule.equalTo(Bytes.ofNullable(record.key())),
                "record_value", ColumnRule.equalTo(Bytes.ofNullable(record.value())),
                "record_headers", ColumnRule.equalTo(Snapshot.object(record.headers())));
    }
}
