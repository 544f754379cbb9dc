package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import io.flowmeter.api.database.Rows;
import io.flowmeter.core.threshold.LimitWindow;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads usage and open reservations of many limits, in one statement. */
final class LimitCountQueries {

    private static final String PERIOD =
            """
            WHEN '%1$s' THEN (
                SELECT u.quantity FROM usage_aggregate AS u
                 WHERE u.namespace = :namespace AND u.tenant = line.tenant AND u.meter = line.meter
                   AND u.granularity = '%1$s' AND u.window_start = line.starts
                   AND u.dimensions_hash = CAST(md5(line.dimensions) AS uuid)
                   AND u.generation = progress.generation)
            """;

    /** Rolling limits are on totals only. */
    private static final String ROLLING =
            """
            WHEN '%1$s' THEN (
                SELECT r.quantity FROM rolling_usage AS r
                 WHERE r.namespace = :namespace AND r.tenant = line.tenant AND r.meter = line.meter
                   AND r.horizon = '%1$s' AND r.generation = progress.generation)
            """;

    private static final String RESERVED =
            """
            (SELECT coalesce(sum(r.quantity), 0) FROM reservation AS r
              WHERE r.namespace = :namespace AND r.tenant = line.tenant AND r.meter = line.meter
                AND r.confirmed_at IS NULL
                AND is_open_reservation(r.confirmed_at, r.expires_at, r.appended_by, progress.as_of)
                AND r.occurs_at >= line.starts AND r.occurs_at < line.ends
                AND line.dimensions IN ('', r.dimensions)
                AND r.id <> ALL (CAST(:except AS text[]))) AS reserved
            """;

    private static final String LINES =
            """
            FROM unnest(CAST(:tenants AS text[]), CAST(:meters AS text[]), CAST(:kinds AS text[]),
                        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
                        CAST(:dimensions AS text[]))
                 WITH ORDINALITY AS line (tenant, meter, kind, starts, ends, dimensions, position)
            """;

    private final Clock clock;

    LimitCountQueries(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param except reservations that are not to be counted
     */
    LimitCounts select(
            Handle handle, String namespace, List<LimitLine> lines, Collection<UUID> except) {
        if (lines.isEmpty()) {
            return new LimitCounts(List.of(), Progress.read(handle, clock));
        }
        List<LimitCounts.Line> counts = new ArrayList<>();
        List<@Nullable Instant> asOf = new ArrayList<>();
        bind(handle.createQuery(sql(lines)), namespace, lines)
                .bindArray("except", String.class, except.stream().map(UUID::toString).toList())
                .map(
                        (row, context) -> {
                            asOf.add(Rows.instantOrNull(row, "as_of"));
                            return new LimitCounts.Line(
                                    row.getBigDecimal("used"), row.getBigDecimal("reserved"));
                        })
                .forEach(counts::add);
        return new LimitCounts(counts, Progress.of(asOf.get(0), clock));
    }

    /** Only the windows there are: each costs planning time. */
    private static String sql(List<LimitLine> lines) {
        var used = new StringBuilder("CASE line.kind\n");
        for (LimitWindow window : LimitWindow.values()) {
            if (lines.stream().anyMatch(line -> line.kind().equals(window.name()))) {
                used.append((window.isRolling() ? ROLLING : PERIOD).formatted(window.name()));
            }
        }
        return """
               WITH progress AS MATERIALIZED (
                   SELECT nullif(min(watermark), 'epoch') AS as_of,
                          active_generation() AS generation
                     FROM job_progress)
               SELECT progress.as_of,
               """
                + used
                + "END AS used,\n"
                + RESERVED
                + LINES
                + "CROSS JOIN progress ORDER BY line.position";
    }

    private static Query bind(Query query, String namespace, List<LimitLine> lines) {
        return query.bind("namespace", namespace)
                .bindArray("tenants", String.class, texts(lines, LimitLine::tenant))
                .bindArray("meters", String.class, texts(lines, line -> line.limit().meter()))
                .bindArray("kinds", String.class, texts(lines, LimitLine::kind))
                .bindArray("starts", String.class, texts(lines, line -> line.window().start()))
                .bindArray("ends", String.class, texts(lines, line -> line.window().end()))
                .bindArray("dimensions", String.class, texts(lines, LimitLine::dimensions));
    }

    private static List<String> texts(List<LimitLine> lines, Function<LimitLine, Object> part) {
        return lines.stream().map(line -> part.apply(line).toString()).toList();
    }
}
