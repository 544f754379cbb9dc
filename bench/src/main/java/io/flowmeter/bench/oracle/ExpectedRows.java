package io.flowmeter.bench.oracle;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows that a table or a topic must hold. */
interface ExpectedRows {

    /** Name for the comparison. */
    String table();

    List<String> keyColumns();

    /** Keys of all rows that must or may be there. */
    Set<RowKey> keys();

    /** The row of one of {@link #keys()}; empty for any other key. */
    Optional<ExpectedRow> find(RowKey key);

    /** Of each set of keys at least one row must be there. */
    default List<Set<RowKey>> alternatives() {
        return List.of();
    }

    /** Whether nothing is known about a row, so that it is left out. */
    default boolean isOutOfReach(FoundRow row) {
        return false;
    }

    /** What the comparison left out, for its reader. */
    default List<String> notes() {
        return List.of();
    }
}
