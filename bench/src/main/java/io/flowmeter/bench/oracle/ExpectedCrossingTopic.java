package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The topic of crossings: every row of {@code threshold_crossing}, at least once, and the same each
 * time. What is not in the table yet may be there as {@link ExpectedCrossings} knows it: a record
 * is written before its epoch is committed.
 *
 * <p>The two may name different ends of a window that was cut meanwhile.
 */
final class ExpectedCrossingTopic implements ExpectedRows {
    private static final String MEMBERS =
            "[dimensions, direction, limitKey, limitQuantity, meter, namespace, occurredAt,"
                    + " ordinal, quantity, tenant, threshold, thresholdQuantity, window, windowEnd,"
                    + " windowStart]";

    private final String topic;
    private final ExpectedCrossings crossings;
    private final Map<RowKey, FoundRow> stored = new HashMap<>();

    ExpectedCrossingTopic(String topic, ExpectedCrossings crossings) {
        this.topic = topic;
        this.crossings = crossings;
    }

    /** To be called with every row of the table before the topic is compared. */
    void stored(FoundRow row) {
        if (!isOutOfReach(row)) {
            stored.put(row.key(keyColumns()), row);
        }
    }

    /** A record as a row: the table's columns, and what only a record has. */
    static FoundRow row(LogRecord record) {
        var members = new CrossingMembers(record);
        JsonNode dimensions = members.tree("dimensions");
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("namespace", members.keyText("namespace"));
        columns.put("tenant", members.keyText("tenant"));
        columns.put("meter", members.keyText("meter"));
        columns.put("limit_key", members.keyText("limitKey"));
        columns.put("limit_window", members.keyText("window"));
        columns.put("window_start", members.windowStart());
        columns.put("window_end", members.time("windowEnd"));
        columns.put(
                "dimensions_hash",
                DimensionsHash.of(dimensions == null ? "" : dimensions.toString()));
        columns.put("dimensions", dimensions);
        columns.put("threshold", members.keyText("threshold"));
        columns.put("direction", members.keyText("direction"));
        columns.put("ordinal", members.ordinal());
        columns.put("limit_quantity", members.decimal("limitQuantity"));
        columns.put("threshold_quantity", members.decimal("thresholdQuantity"));
        columns.put("quantity", members.decimal("quantity"));
        columns.put("occurred_at", members.time("occurredAt"));
        columns.put("record_key", Bytes.ofNullable(record.key()));
        columns.put("members", members.names());
        columns.put("position", record.position());
        return new FoundRow(columns);
    }

    @Override
    public String table() {
        return "topic " + topic;
    }

    @Override
    public List<String> keyColumns() {
        return crossings.keyColumns();
    }

    @Override
    public Set<RowKey> keys() {
        return stored.keySet();
    }

    @Override
    public Optional<ExpectedRow> find(RowKey key) {
        FoundRow row = stored.get(key);
        if (row != null) {
            return Optional.of(new ExpectedRow(true, rules(key, row)));
        }
        return crossings
                .find(key)
                .filter(crossing -> !crossing.isRequired())
                .map(crossing -> new ExpectedRow(false, withRecord(key, crossing.columns())));
    }

    @Override
    public boolean isOutOfReach(FoundRow row) {
        return crossings.isOutOfReach(row);
    }

    private Map<String, ColumnRule> rules(RowKey key, FoundRow row) {
        Map<String, ColumnRule> rules = new HashMap<>();
        row.columns().forEach((name, value) -> rules.put(name, ColumnRule.equalTo(value)));
        crossings
                .find(key)
                .map(crossing -> crossing.columns().get("window_end"))
                .ifPresent(ends -> rules.put("window_end", ends));
        return withRecord(key, rules);
    }

    private Map<String, ColumnRule> withRecord(RowKey key, Map<String, ColumnRule> columns) {
        String recordKey = key.values().get(0) + "/" + key.values().get(1);
        Map<String, ColumnRule> rules = new HashMap<>(columns);
        rules.put(
                "record_key",
                ColumnRule.equalTo(new Bytes(recordKey.getBytes(StandardCharsets.UTF_8))));
        rules.put("members", ColumnRule.equalTo(MEMBERS));
        rules.put("position", ColumnRule.anything());
        return rules;
    }
}
