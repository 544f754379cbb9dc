package io.flowmeter.job.store;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One column of the rows of a statement.
 *
 * @param sqlType of an element
 * @param newArray of the Java type for which the driver has a compact form
 */
record Column<R>(
        String sqlType,
        IntFunction<@Nullable Object[]> newArray,
        Function<R, ? extends @Nullable Object> value) {

    static <R> Column<R> text(Function<R, @Nullable String> value) {
        return new Column<>("text", String[]::new, value);
    }

    static <R> Column<R> bigint(Function<R, @Nullable Long> value) {
        return new Column<>("int8", Long[]::new, value);
    }

    static <R> Column<R> integer(Function<R, Integer> value) {
        return new Column<>("int4", Integer[]::new, value);
    }

    static <R> Column<R> numeric(Function<R, @Nullable BigDecimal> value) {
        return new Column<>("numeric", BigDecimal[]::new, value);
    }

    static <R> Column<R> bool(Function<R, Boolean> value) {
        return new Column<>("bool", Boolean[]::new, value);
    }

    static <R> Column<R> bytea(Function<R, byte @Nullable []> value) {
        return new Column<>("bytea", byte[][]::new, value);
    }

    Array of(List<R> rows, Connection connection) throws SQLException {
        var values = newArray.apply(rows.size());
        for (var i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return connection.createArrayOf(sqlType, values);
    }
}
