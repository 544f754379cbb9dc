package io.flowmeter.bench.watch;

import io.flowmeter.bench.watch.Snapshot.Crossings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Counts the rows of {@code threshold_crossing} of each threshold in each window. */
final class CrossingsReader {
    private CrossingsReader() {}

    static Map<String, Crossings> read(Connection connection) throws SQLException {
        Map<String, Crossings> crossings = new HashMap<>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT concat_ws(' ', namespace, tenant, meter, limit_key,
                                                 limit_window, window_start, dimensions_hash, threshold),
                                       count(*) FILTER (WHERE direction = 'CROSSED'),
                                       max(ordinal) FILTER (WHERE direction = 'CROSSED'),
                                       count(*) FILTER (WHERE direction = 'RECOVERED'),
                                       max(ordinal) FILTER (WHERE direction = 'RECOVERED')
                                  FROM threshold_crossing
                                 WHERE generation = active_generation()
                                 GROUP BY 1
                                """)) {
            while (rows.next()) {
                crossings.put(
                        rows.getString(1),
                        new Crossings(
                                rows.getLong(2), rows.getLong(3),
                                rows.getLong(4), rows.getLong(5)));
            }
        }
        return crossings;
    }
}
