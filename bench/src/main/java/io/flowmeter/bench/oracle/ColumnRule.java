package io.flowmeter.bench.oracle;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a column of one row may hold. */
@FunctionalInterface
interface ColumnRule {

    /**
     * What was expected instead of the value found; empty if it is right.
     *
     * @param row the whole row, where one column explains another
     */
    Optional<String> violation(@Nullable Object found, FoundRow row);

    static ColumnRule equalTo(@Nullable Object expected) {
        return (found, row) ->
                FoundRow.isSame(expected, found)
                        ? Optional.empty()
                        : Optional.of(String.valueOf(expected));
    }

    static ColumnRule oneOf(Collection<?> expected) {
        return (found, row) ->
                expected.stream().anyMatch(one -> FoundRow.isSame(one, found))
                        ? Optional.empty()
                        : Optional.of("one of " + expected);
    }

    static ColumnRule within(Outcome.Range expected) {
        return (found, row) ->
                found instanceof Long number && number >= expected.min() && number <= expected.max()
                        ? Optional.empty()
                        : Optional.of(expected.toString());
    }

    /** A revision grows from 1. */
    static ColumnRule positive() {
        return (found, row) ->
                found instanceof Long number && number > 0
                        ? Optional.empty()
                        : Optional.of("more than 0");
    }

    /** Prose, which only has to be there. */
    static ColumnRule someText() {
        return (found, row) ->
                found instanceof String text && !text.isBlank()
                        ? Optional.empty()
                        : Optional.of("some text");
    }

    /** A value that nothing follows from the log about. */
    static ColumnRule anything() {
        return (found, row) -> Optional.empty();
    }
}
