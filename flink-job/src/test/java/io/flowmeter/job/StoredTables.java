package io.flowmeter.job;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a job has stored, as sorted lines of text. */
final class StoredTables {
    private StoredTables() {}

    /**
     * The numbers, without what tells how they came about: revisions, commit times, which copy of a
     * void was read first, and windows that only held an event until an earlier copy of it was
     * read.
     */
    static Map<String, List<String>> of(String url) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        tables.put(
                "event_count",
                rows(
                        url,
                        """
                select namespace, case verdict when 'CONFLICT' then 'DUPLICATE' else verdict end,
                       detail, sum(events) from event_count group by 1, 2, 3"""));
        tables.put(
                "usage_aggregate",
                rows(
                        url,
                        """
                select namespace, tenant, meter, granularity, window_start, window_end, dimensions,
                       aggregation, event_count, quantity, last_event_at, last_event_id
                  from usage_aggregate
                 where event_count > 0"""));
        tables.put(
                "rolling_usage",
                rows(
                        url,
                        """
                select namespace, tenant, meter, horizon, event_count, quantity
                  from rolling_usage where event_count > 0"""));
        tables.put(
                "dead_letter",
                rows(
                        url,
                        """
                select topic, partition_id, record_offset, namespace, tenant, reason, detail, partial,
                       appended_at, md5(record_value) from dead_letter"""));
        tables.put(
                "audit_log",
                rows(url, "select namespace, tenant, actor, action, object from audit_log"));
        return tables;
    }

    static List<String> rows(String url, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        }
        Collections.sort(rows);
        return rows;
    }
}
