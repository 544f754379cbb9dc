package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle agrees with tables made by hand, and with no table that differs in one value. */
class OracleMutationITCase {
    private static final List<String> TABLES =
            List.of(
                    "usage_aggregate",
                    "rolling_usage",
                    "event_count",
                    "event_conflict",
                    "dead_letter",
                    "audit_log",
                    "threshold_crossing");

    /** What nothing in the log tells. */
    private static final Set<String> UNTOLD =
            Set.of(
                    "dead_letter.failed_at",
                    "dead_letter.replayed_at",
                    "threshold_crossing.recorded_at",
                    "threshold_crossing.notified_at",
                    "audit_log.seq",
                    "audit_log.recorded_at");

    /** Where adding something would not do. */
    private static final Map<String, String> WRONG =
            Map.of(
                    "granularity", "CASE granularity WHEN 'DAY' THEN 'PERIOD' ELSE 'DAY' END",
                    "limit_window", "'PT60M'",
                    "direction", "'RECOVERED'",
                    "revision", "0",
                    "detail", "CASE detail WHEN '' THEN 'x' ELSE '' END",
                    "sketch", "'\\x0201070c03000000'",
                    "window_end", "window_end + interval '1 millisecond'");

    private static OracleTrial trial;

    @BeforeAll
    static void begin() throws SQLException {
        trial = OracleTrial.begin();
    }

    @AfterEach
    void undo() throws SQLException {
        trial.undo();
    }

    @AfterAll
    static void end() throws SQLException {
        trial.close();
    }

    @Test
    void tablesMadeByHandAreEqual() throws SQLException {
        Comparison comparison = trial.compare();

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.isEqual()).isTrue();
        assertThat(comparison.rows())
                .containsEntry("usage_aggregate", 13L)
                .containsEntry("rolling_usage", 6L)
                .containsEntry("event_count", 3L)
                .containsEntry("event_conflict", 1L)
                .containsEntry("dead_letter", 1L)
                .containsEntry("audit_log", 1L)
                .containsEntry("threshold_crossing", 4L)
                .containsEntry("topic threshold-crossings", 4L)
                .containsEntry("topic usage-events-dead-letter", 1L);
        assertThat(comparison.repeated()).isEmpty();
        assertThat(comparison.conservation())
                .containsExactly(
                        "namespace (none): 1 in the log, 1 verdicts: {DEAD_LETTER=1}",
                        "namespace default: 5 in the log, 5 verdicts: {ACCEPTED=4, CONFLICT=1}");
    }

    @ParameterizedTest
    @MethodSource("columns")
    void anotherValueIsADifference(String table, String column, String wrong) throws SQLException {
        int changed =
                trial.execute(
                        String.format(
                                "UPDATE %1$s SET %2$s = %3$s WHERE (tableoid, ctid) = "
                                        + "(SELECT tableoid, ctid FROM %1$s %4$s "
                                        + "ORDER BY %2$s IS NULL, ctid LIMIT 1)",
                                table, column, wrong, toldRows(table)));

        assertThat(changed).isOne();
        assertDiffers(table);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void missingRowIsADifference(String table) throws SQLException {
        trial.execute("DELETE FROM " + table + " " + toldRows(table));

        assertDiffers(table);
    }

    @Test
    void nullWhereAValueShouldBeIsADifference() throws SQLException {
        trial.execute("UPDATE usage_aggregate SET quantity = NULL WHERE granularity = 'DAY'");

        assertDiffers("usage_aggregate");
    }

    static List<String> tables() {
        return TABLES;
    }

    static List<Object[]> columns() throws SQLException {
        List<Object[]> columns = new ArrayList<>();
        for (String table : TABLES) {
            String sql = "SELECT * FROM " + table + " LIMIT 0";
            try (var statement = trial.owner().createStatement();
                    var rows = statement.executeQuery(sql)) {
                var metadata = rows.getMetaData();
                for (int i = 1; i <= metadata.getColumnCount(); i++) {
                    String column = metadata.getColumnName(i);
                    if (!UNTOLD.contains(table + "." + column)) {
                        String wrong = wrong(column, metadata.getColumnTypeName(i));
                        columns.add(new Object[] {table, column, wrong});
                    }
                }
            }
        }
        return columns;
    }

    private static String wrong(String column, String type) {
        String other =
                switch (type) {
                    case "text" -> "coalesce(%s, '') || 'x'";
                    case "int4", "int8", "numeric" -> "coalesce(%s, 0) + 1";
                    case "timestamptz" -> "coalesce(%s, now()) + interval '1 second'";
                    case "uuid" -> "md5('other')::uuid";
                    case "jsonb" -> "'{\"other\": \"x\"}'";
                    case "bool" -> "NOT %s";
                    case "bytea" -> "%s || '\\x00'";
                    default -> throw new IllegalArgumentException(column + " is a " + type);
                };
        return WRONG.getOrDefault(column, String.format(other, column));
    }

    /** Rows of the API are no matter of the log. */
    private static String toldRows(String table) {
        return table.equals("audit_log") ? "WHERE origin IS NOT NULL" : "";
    }

    private static void assertDiffers(String table) throws SQLException {
        Comparison comparison = trial.compare();

        assertThat(comparison.isEqual()).isFalse();
        assertThat(comparison.differences())
                .extracting(Difference::table)
                .anyMatch(named -> named.equals(table));
        assertThat(comparison.toString()).contains("✗ " + table);
    }
}
