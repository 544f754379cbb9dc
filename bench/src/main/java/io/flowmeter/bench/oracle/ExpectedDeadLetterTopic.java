package io.flowmeter.bench.oracle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topic of dead letters: the refused record as it was, with headers that say why. A letter may
 * be there more than once.
 */
final class ExpectedDeadLetterTopic implements ExpectedRows {
    private static final String OURS = "flowmeter-";

    private final String topic;
    private final Map<RowKey, Letter> rows = new HashMap<>();

    ExpectedDeadLetterTopic(String topic, List<Letter> letters) {
        this.topic = topic;
        for (Letter letter : letters) {
            rows.put(
                    RowKey.of(
                            letter.record().position(),
                            letter.reason(),
                            Boolean.toString(letter.isPartial())),
                    letter);
        }
    }

    /** A record of the topic as a row. */
    static FoundRow row(LogRecord record) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (String name : List.of("position", "reason", "partial", "detail")) {
            columns.put(name, record.headers().getOrDefault(OURS + name, ""));
        }
        columns.put("key", Bytes.ofNullable(record.key()));
        columns.put("value", Bytes.ofNullable(record.value()));
        columns.put("headers", Snapshot.object(original(record)));
        return new FoundRow(columns);
    }

    @Override
    public String table() {
        return "topic " + topic;
    }

    @Override
    public List<String> keyColumns() {
        return List.of("position", "reason", "partial");
    }

    @Override
    public Set<RowKey> keys() {
        return rows.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        return Optional.ofNullable(rows.get(key))
                .map(letter -> new ExpectedRow(letter.isCertain(), columns(letter.record())));
    }

    private static Map<String, ColumnRule> columns(LogRecord record) {
        return Map.of(
                "detail", ColumnRule.someText(),
                "key", ColumnRule.equalTo(Bytes.ofNullable(record.key())),
                "value", ColumnRule.equalTo(Bytes.ofNullable(record.value())),
                "headers", ColumnRule.equalTo(Snapshot.object(original(record))));
    }

    private static Map<String, String> original(LogRecord record) {
        Map<String, String> headers = new TreeMap<>(record.headers());
        headers.keySet().removeIf(name -> name.startsWith(OURS));
        return headers;
    }
}
