package io.flowmeter.bench.watch;

import io.flowmeter.bench.load.LoadTenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether windows add up, for COUNT and SUM meters of tenants whose days are UTC days:
 * quarter-hours to days, and days to billing periods. Also the minutes of prefix tenants to their
 * days: nothing of theirs is so late that it misses its minute.
 */
final class WindowSums {
    private static final String OF_DAYS =
            """
            WITH part AS (
                SELECT namespace, tenant, meter, date_trunc('day', window_start, 'UTC') AS day,
                       sum(event_count) AS events, coalesce(sum(quantity), 0) AS quantity
                  FROM usage_aggregate
                 WHERE granularity = ? AND aggregation IN ('COUNT', 'SUM') AND dimensions IS NULL
                       AND generation = active_generation()
                       AND namespace = ANY (?) AND tenant = ANY (?)
                 GROUP BY 1, 2, 3, 4),
            whole AS (
                SELECT namespace, tenant, meter, window_start AS day,
                       event_count AS events, coalesce(quantity, 0) AS quantity
                  FROM usage_aggregate
                 WHERE granularity = 'DAY' AND aggregation IN ('COUNT', 'SUM')
                       AND dimensions IS NULL AND generation = active_generation()
                       AND namespace = ANY (?) AND tenant = ANY (?))
            SELECT format('%s rows of day %s, tenant %s, meter %s: sum is %s of %s events, the day'
                          ' row has %s of %s', ?::text, day, tenant, meter, part.quantity,
                          part.events, whole.quantity, whole.events)
              FROM part FULL JOIN whole USING (namespace, tenant, meter, day)
             WHERE part.events IS DISTINCT FROM whole.events
                   OR part.quantity IS DISTINCT FROM whole.quantity
            """;

    private static final String OF_PERIODS =
            """
            WITH usage AS (
                SELECT * FROM usage_aggregate
                 WHERE granularity IN ('DAY', 'PERIOD') AND aggregation IN ('COUNT', 'SUM')
                       AND dimensions IS NULL AND generation = active_generation()
                       AND namespace = ANY (?) AND tenant = ANY (?)),
            part AS (
                SELECT period.namespace, period.tenant, period.meter, period.window_start,
                       sum(day.event_count) AS events, coalesce(sum(day.quantity), 0) AS quantity
                  FROM usage AS day
                  LEFT JOIN usage AS period
                       ON period.granularity = 'PERIOD' AND period.namespace = day.namespace
                       AND period.tenant = day.tenant AND period.meter = day.meter
                       AND day.window_start >= period.window_start
                       AND day.window_start < period.window_end
                 WHERE day.granularity = 'DAY'
                 GROUP BY 1, 2, 3, 4)
            SELECT format('days of period %s, tenant %s, meter %s: sum is %s of %s events, the'
                          ' period row has %s of %s', window_start, tenant, meter, part.quantity,
                          part.events, whole.quantity, whole.event_count)
              FROM part
              FULL JOIN (SELECT * FROM usage WHERE granularity = 'PERIOD') AS whole
                   USING (namespace, tenant, meter, window_start)
             WHERE part.events IS DISTINCT FROM whole.event_count
                   OR part.quantity IS DISTINCT FROM coalesce(whole.quantity, 0)
            """;

    private final List<LoadTenant> utcTenants;
    private final List<LoadTenant> prefixTenants;

    WindowSums(List<LoadTenant> utcTenants) {
        this.utcTenants = utcTenants;
        this.prefixTenants =
                utcTenants.stream()
                        .filter(tenant -> tenant.role() == LoadTenant.Role.PREFIX)
                        .toList();
    }

    /** One sentence per window that is not the sum of its parts. */
    List<String> mismatches(Connection connection) throws SQLException {
        List<String> mismatches = new ArrayList<>();
        mismatches.addAll(ofDays(connection, "QUARTER_HOUR", utcTenants));
        mismatches.addAll(ofDays(connection, "MINUTE", prefixTenants));
        PreparedStatement query = connection.prepareStatement(OF_PERIODS);
        name(query, 1, utcTenants);
        mismatches.addAll(SnapshotReader.list(query, row -> row.getString(1)));
        return mismatches;
    }

    private static List<String> ofDays(
            Connection connection, String granularity, List<LoadTenant> tenants)
            throws SQLException {
        PreparedStatement query = connection.prepareStatement(OF_DAYS);
        query.setString(1, granularity);
        name(query, 2, tenants);
        name(query, 4, tenants);
        query.setString(6, granularity);
        return SnapshotReader.list(query, row -> row.getString(1));
    }

    private static void name(PreparedStatement query, int first, List<LoadTenant> tenants)
            throws SQLException {
        Connection connection = query.getConnection();
        query.setArray(first, SnapshotReader.texts(connection, tenants, LoadTenant::namespace));
        query.setArray(first + 1, SnapshotReader.texts(connection, tenants, LoadTenant::id));
    }
}
