package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import io.flowmeter.api.database.Rows;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.threshold.LimitWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads usage and open reservations of many limits in one statement, which so sees them at one
 * moment: rows of both kinds, to be put together by {@link LimitCounts}.
 */
final class LimitCountQueries {

    private static final String RESERVED = "RESERVED";
    private static final String AS_OF = "AS_OF";

    private static final String PROGRESS =
            """
            WITH progress AS MATERIALIZED (
                SELECT nullif(min(watermark), 'epoch') AS as_of, active_generation() AS generation
                  FROM job_progress)
            SELECT 'AS_OF' AS kind, NULL AS tenant, NULL AS meter, progress.as_of AS starts,
                   NULL AS dimensions, NULL AS quantity
              FROM progress
            """;

    private static final String PERIOD =
            """
            UNION ALL
            SELECT w.kind, u.tenant, u.meter, u.window_start, w.dimensions, u.quantity
              FROM progress
             CROSS JOIN unnest(CAST(:tenants AS text[]), CAST(:kinds AS text[]),
                               CAST(:starts AS timestamptz[]), CAST(:dimensions AS text[]))
                        AS w (tenant, kind, starts, dimensions)
              JOIN usage_aggregate AS u
                ON u.namespace = :namespace AND u.tenant = w.tenant AND u.meter = ANY (:meters)
               AND u.granularity = '%1$s' AND u.window_start = w.starts
               AND u.dimensions_hash = CAST(md5(w.dimensions) AS uuid)
               AND u.generation = progress.generation
             WHERE w.kind = '%1$s'
            """;

    /** Rolling limits are on totals only. */
    private static final String ROLLING =
            """
            UNION ALL
            SELECT r.horizon, r.tenant, r.meter, NULL, '', r.quantity
              FROM progress JOIN rolling_usage AS r
                ON r.namespace = :namespace AND r.tenant = ANY (:tenants) AND r.meter = ANY (:meters)
               AND r.horizon = ANY (:kinds) AND r.generation = progress.generation
            """;

    /** By the minute, on which every window begins and ends. */
    private static final String RESERVATIONS =
            """
            UNION ALL
            SELECT 'RESERVED', r.tenant, r.meter, date_trunc('minute', r.occurs_at), r.dimensions,
                   sum(r.quantity)
              FROM progress CROSS JOIN reservation AS r
             WHERE r.namespace = :namespace AND r.tenant = ANY (:tenants) AND r.meter = ANY (:meters)
               AND r.confirmed_at IS NULL
               AND is_open_reservation(r.confirmed_at, r.expires_at, r.appended_by, progress.as_of)
               AND r.id <> ALL (:except)
             GROUP BY r.tenant, r.meter, date_trunc('minute', r.occurs_at), r.dimensions
            """;

    private final Clock clock;

    LimitCountQueries(Clock clock) {
        this.clock = clock;
    }

    /** Usage is looked up once for all meters that have a window in common. */
    private record UsageWindow(String tenant, String kind, String starts, String dimensions) {

        static UsageWindow of(LimitLine line, String dimensions) {
            return new UsageWindow(
                    line.tenant(), line.kind(), line.window().start().toString(), dimensions);
        }
    }

    /**
     * @param except reservations that are not to be counted
     */
    LimitCounts select(
            Handle handle, String namespace, List<LimitLine> lines, Collection<UUID> except) {
        if (lines.isEmpty()) {
            return new LimitCounts(Progress.read(handle, clock));
        }
        Set<UsageWindow> windows = new LinkedHashSet<>();
        for (LimitLine line : lines) {
            windows.add(UsageWindow.of(line, line.dimensions()));
            if (line.isOnDimension()) {
                windows.add(UsageWindow.of(line, Dimensions.OTHER_SET));
            }
        }
        Set<String> meters =
                lines.stream().map(line -> line.limit().meter()).collect(Collectors.toSet());
        Query query =
                handle.createQuery(sql(lines))
                        .bind("namespace", namespace)
                        .bindArray("tenants", String.class, texts(windows, UsageWindow::tenant))
                        .bindArray("kinds", String.class, texts(windows, UsageWindow::kind))
                        .bindArray("starts", String.class, texts(windows, UsageWindow::starts))
                        .bindArray(
                                "dimensions", String.class, texts(windows, UsageWindow::dimensions))
                        .bindArray("meters", String.class, List.copyOf(meters))
                        .bindArray("except", String.class, texts(except, UUID::toString));
        var counts = new LimitCounts();
        query.map((row, context) -> read(row, counts)).list();
        return counts;
    }

    private boolean read(ResultSet row, LimitCounts counts) throws SQLException {
        String kind = row.getString("kind");
        @Nullable Instant starts = Rows.instantOrNull(row, "starts");
        if (kind.equals(AS_OF)) {
            counts.readAt(Progress.of(starts, clock));
            return true;
        }
        String tenant = row.getString("tenant");
        String meter = row.getString("meter");
        String dimensions = row.getString("dimensions");
        if (kind.equals(RESERVED)) {
            counts.reserved(
                    tenant,
                    meter,
                    Objects.requireNonNull(starts),
                    dimensions,
                    row.getBigDecimal("quantity"));
        } else {
            counts.used(tenant, meter, kind, starts, dimensions, row.getBigDecimal("quantity"));
        }
        return true;
    }

    /** Only the tables that are needed: each costs planning time. */
    private static String sql(List<LimitLine> lines) {
        Set<String> kinds = lines.stream().map(LimitLine::kind).collect(Collectors.toSet());
        var sql = new StringBuilder(PROGRESS);
        for (LimitWindow window : List.of(LimitWindow.PERIOD, LimitWindow.MONTH)) {
            sql.append(kinds.contains(window.name()) ? PERIOD.formatted(window.name()) : "");
        }
        sql.append(lines.stream().anyMatch(LimitLine::isRolling) ? ROLLING : "");
        return sql.append(RESERVATIONS).toString();
    }

    private static <T> List<String> texts(Collection<T> all, Function<T, String> part) {
        return all.stream().map(part).toList();
    }
}
