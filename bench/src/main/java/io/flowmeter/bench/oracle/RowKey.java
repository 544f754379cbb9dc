package io.flowmeter.bench.oracle;

import java.util.List;
import java.util.stream.Collectors;

/** Values of a table's key columns, in their order: texts, Longs and Instants. */
record RowKey(List<Object> values) {

    static RowKey of(Object... values) {
        return new RowKey(List.of(values));
    }

    @Override
    public String toString() {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
