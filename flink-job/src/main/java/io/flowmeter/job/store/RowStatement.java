package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A statement that stores many rows of one table. Every column travels as one array, so a statement
 * has one plan and takes one round trip, whatever the number of rows.
 *
 * @param sql scalars first, then one {@code ?} per column, in an {@code unnest(…)}
 * @param keyOrder all transactions lock rows in this order, or two of them could deadlock
 * @param key of a row, for people
 */
record RowStatement<R>(
        String table,
        String sql,
        List<Column<R>> columns,
        Comparator<R> keyOrder,
        Function<R, String> key) {

    /** Bounds the memory of one statement; the transaction holds them all. */
    private static final int MAX_ROWS_PER_STATEMENT = 5_000;

    /**
     * @param rows in any order; no two with the same key
     * @throws SQLException naming the table and the first row, with the SQLState of its cause
     */
    void execute(Connection connection, List<R> rows, Object... scalars) throws SQLException {
        var sorted = rows.stream().sorted(keyOrder).toList();
        for (var from = 0; from < sorted.size(); from += MAX_ROWS_PER_STATEMENT) {
            var to = Math.min(sorted.size(), from + MAX_ROWS_PER_STATEMENT);
            executeOnce(connection, sorted.subList(from, to), scalars);
        }
    }

    private void executeOnce(Connection connection, List<R> rows, Object... scalars)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            var index = 1;
            for (var scalar : scalars) {
                statement.setObject(index++, scalar);
            }
            for (var column : columns) {
                statement.setArray(index++, column.of(rows, connection));
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new SQLException(
                    String.format(
                            "%d rows of %s from (%s) on were not stored: %s",
                            rows.size(), table, key.apply(rows.get(0)), e.getMessage()),
                    e.getSQLState(),
                    e);
        }
    }
}
