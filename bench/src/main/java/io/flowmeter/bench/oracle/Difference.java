package io.flowmeter.bench.oracle;

/**
 * One value that is not as expected.
 *
 * @param key of the row, as text
 * @param column {@code row} if the whole row is missing or too many
 */
public record Difference(String table, String key, String column, String expected, String found) {

    @Override
    public String toString() {
        return String.format(
                "%s [%s] %s: expected %s, found %s", table, key, column, expected, found);
    }
}
