package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the oracle found.
 *
 * @param rows rows compared by table, in the order they were compared in
 * @param repeated of them those that a topic held once more, by topic
 * @param differenceCount all differences
 * @param differences the first {@link #SHOWN} of them
 * @param conservation one line per namespace: records in the log, and their verdicts
 * @param notes what could not be compared, and why
 */
public record Comparison(
        Map<String, Long> rows,
        Map<String, Long> repeated,
        long differenceCount,
        List<Difference> differences,
        List<String> conservation,
        List<String> notes) {

    /** How many differences are kept. */
    public static final int SHOWN = 50;

    public Comparison {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        repeated = Map.copyOf(repeated);
        differences = List.copyOf(differences);
        conservation = List.copyOf(conservation);
        notes = List.copyOf(notes);
    }

    /** Whether every row is as expected. */
    public boolean isEqual() {
        return differenceCount == 0;
    }

    /** Rows compared, in all tables. */
    public long rowCount() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** A table for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rows.forEach(
                (table, count) ->
                        text.append(String.format("%-32s %,12d%s%n", table, count, again(table))));
        conservation.forEach(line -> text.append(line).append(System.lineSeparator()));
        notes.forEach(note -> text.append("note: ").append(note).append(System.lineSeparator()));
        differences.forEach(one -> text.append("✗ ").append(one).append(System.lineSeparator()));
        if (differenceCount > differences.size()) {
            text.append(String.format("✗ and %,d more%n", differenceCount - differences.size()));
        }
        text.append(
                isEqual()
                        ? String.format("✓ all %,d rows are as the log says", rowCount())
                        : String.format(
                                "✗ %,d difference%s in %,d rows",
                                differenceCount, differenceCount == 1 ? "" : "s", rowCount()));
        return text.toString();
    }

    /** {@code ", 3 of them again"}; nothing where nothing was there twice. */
    private String again(String table) {
        long count = repeated.getOrDefault(table, 0L);
        return count == 0 ? "" : String.format(", %,d of them again", count);
    }

    /** Collects a comparison. */
    static final class Builder {
        private final Map<String, Long> rows = new LinkedHashMap<>();
        private final Map<String, Long> repeated = new HashMap<>();
        private final List<Difference> differences = new ArrayList<>();
        private final List<String> conservation = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private long differenceCount;

        void compared(String table) {
            rows.merge(table, 1L, Long::sum);
        }

        void compare(String table) {
            rows.putIfAbsent(table, 0L);
        }

        void repeats(String table) {
            repeated.merge(table, 1L, Long::sum);
        }

        void differs(Difference difference) {
            differenceCount++;
            if (differences.size() < SHOWN) {
                differences.add(difference);
            }
        }

        void conserves(String line) {
            conservation.add(line);
        }

        void note(String note) {
            notes.add(note);
        }

        Comparison build() {
            return new Comparison(
                    rows, repeated, differenceCount, differences, conservation, notes);
        }
    }
}
