package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Reads since when hard limits only warn. */
final class GraceQueries {

    private GraceQueries() {}

    /**
     * When the quantity first reached the limit under the tenant's current plan, by the line's
     * place; lines whose limit was not reached are missing.
     */
    static Map<Integer, Instant> firstReached(
            Handle handle, String namespace, List<LimitLine> lines) {
        List<Integer> places =
                IntStream.range(0, lines.size())
                        .filter(place -> hasGrace(lines.get(place)))
                        .boxed()
                        .toList();
        List<LimitLine> withGrace = places.stream().map(lines::get).toList();
        Map<Integer, Instant> reached = new HashMap<>();
        if (withGrace.isEmpty()) {
            return reached;
        }
        handle.createQuery(
                        """
                        SELECT line.position, min(c.occurred_at) AS reached_at
                          FROM unnest(CAST(:tenants AS text[]), CAST(:meters AS text[]),
                                      CAST(:limits AS text[]), CAST(:windows AS text[]),
                                      CAST(:dimensions AS text[]), CAST(:since AS timestamptz[]))
                               WITH ORDINALITY
                               AS line (tenant, meter, limit_key, limit_window, dimensions, since,
                                        position)
                          JOIN threshold_crossing AS c
                            ON c.namespace = :namespace
                           AND c.tenant = line.tenant
                           AND c.meter = line.meter
                           AND c.limit_key = line.limit_key
                           AND c.limit_window = line.limit_window
                           AND c.dimensions_hash = CAST(md5(line.dimensions) AS uuid)
                           AND c.threshold = '100%' AND c.direction = 'CROSSED'
                           AND c.generation = active_generation()
                           AND c.occurred_at >= line.since
                         GROUP BY line.position
                        """)
                .bind("namespace", namespace)
                .bindArray("tenants", String.class, texts(withGrace, LimitLine::tenant))
                .bindArray("meters", String.class, limits(withGrace, Limit::meter))
                .bindArray("limits", String.class, limits(withGrace, Limit::key))
                .bindArray("windows", String.class, limits(withGrace, Limit::window))
                .bindArray("dimensions", String.class, texts(withGrace, LimitLine::dimensions))
                .bindArray("since", String.class, texts(withGrace, LimitLine::planSince))
                .map(
                        (row, context) ->
                                Map.entry(
                                        places.get(row.getInt("position") - 1),
                                        Rows.instant(row, "reached_at")))
                .forEach(entry -> reached.put(entry.getKey(), entry.getValue()));
        return reached;
    }

    private static boolean hasGrace(LimitLine line) {
        return line.isHard() && !line.limit().grace().isZero();
    }

    private static List<String> limits(List<LimitLine> lines, Function<Limit, Object> part) {
        return texts(lines, line -> part.apply(line.limit()));
    }

    private static List<String> texts(List<LimitLine> lines, Function<LimitLine, Object> part) {
        return lines.stream().map(line -> part.apply(line).toString()).toList();
    }
}
