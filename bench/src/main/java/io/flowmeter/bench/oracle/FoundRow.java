package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row as it is stored: column to value. Values are String, Long, Boolean, BigDecimal, Instant,
 * Bytes, JsonNode or null.
 */
record FoundRow(Map<String, @Nullable Object> columns) {

    FoundRow {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    @Nullable Object get(String column) {
        if (!columns.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
        }
        return columns.get(column);
    }

    String text(String column) {
        return (String) Objects.requireNonNull(get(column), column);
    }

    Instant time(String column) {
        return (Instant) Objects.requireNonNull(get(column), column);
    }

    long number(String column) {
        return (Long) Objects.requireNonNull(get(column), column);
    }

    RowKey key(List<String> names) {
        List<Object> values = new ArrayList<>();
        for (String name : names) {
            values.add(Objects.requireNonNull(get(name), name));
        }
        return new RowKey(values);
    }

    /** Equal as the tables mean it: of numbers, the trailing zeros make no difference. */
    static boolean isSame(@Nullable Object left, @Nullable Object right) {
        if (left instanceof BigDecimal number && right instanceof BigDecimal other) {
            return number.compareTo(other) == 0;
        }
        return Objects.equals(left, right);
    }
}
