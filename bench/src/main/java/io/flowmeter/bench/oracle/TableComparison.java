package io.flowmeter.bench.oracle;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the rows of one table or topic, as they come, with what is expected. */
final class TableComparison {
    private final ExpectedRows expected;
    private final Comparison.Builder result;
    private final Set<RowKey> seen = new HashSet<>();

    TableComparison(ExpectedRows expected, Comparison.Builder result) {
        this.expected = expected;
        this.result = result;
        result.compare(expected.table());
    }

    /** Compares one row. */
    void found(FoundRow row) {
        if (expected.isOutOfReach(row)) {
            return;
        }
        RowKey key = row.key(expected.keyColumns());
        result.compared(expected.table());
        Optional<ExpectedRow> wanted = expected.find(key);
        if (wanted.isEmpty()) {
            differs(key, "row", "no row", row.columns());
            return;
        }
        if (!seen.add(key)) {
            result.repeats(expected.table());
        }
        compare(key, row, wanted.get());
    }

    /** All rows have been compared: what was not seen is missing. */
    void finish() {
        for (RowKey key : expected.keys()) {
            if (!seen.contains(key)
                    && expected.find(key).filter(ExpectedRow::isRequired).isPresent()) {
                differs(key, "row", "a row", null);
            }
        }
        for (Set<RowKey> alternatives : expected.alternatives()) {
            if (alternatives.stream().noneMatch(seen::contains)) {
                differs(alternatives.iterator().next(), "row", "one of " + alternatives, null);
            }
        }
        expected.notes().forEach(result::note);
    }

    private void compare(RowKey key, FoundRow row, ExpectedRow wanted) {
        for (Map.Entry<String, @Nullable Object> column : row.columns().entrySet()) {
            String name = column.getKey();
            if (expected.keyColumns().contains(name)) {
                continue;
            }
            ColumnRule rule = wanted.columns().get(name);
            if (rule == null) {
                throw new IllegalStateException(
                        "no rule for column " + name + " of " + expected.table());
            }
            rule.violation(column.getValue(), row)
                    .ifPresent(instead -> differs(key, name, instead, column.getValue()));
        }
    }

    private void differs(RowKey key, String column, String instead, @Nullable Object found) {
        result.differs(
                new Difference(
                        expected.table(),
                        key.toString(),
                        column,
                        instead,
                        found == null ? "nothing" : found.toString()));
    }
}
