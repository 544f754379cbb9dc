package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reads what a rolling window consists of, to know when it decays. */
final class SliceQueries {

    private SliceQueries() {}

    /** Start to quantity of the slices; empty for windows that do not roll. */
    static SortedMap<Instant, BigDecimal> slices(Handle handle, String namespace, LimitLine line) {
        Granularity slice =
                line.limit().window().horizon().map(Horizon::slice).orElse(Granularity.PERIOD);
        SortedMap<Instant, BigDecimal> slices = new TreeMap<>();
        if (!line.isRolling()) {
            return slices;
        }
        handle.createQuery(
                        """
                        SELECT window_start, quantity
                          FROM usage_aggregate
                         WHERE namespace = :namespace AND tenant = :tenant AND meter = :meter
                           AND granularity = :slice AND window_start >= :from
                           AND dimensions_hash = CAST(md5(:dimensions) AS uuid)
                           AND generation = active_generation() AND quantity IS NOT NULL
                        """)
                .bind("namespace", namespace)
                .bind("tenant", line.tenant())
                .bind("meter", line.limit().meter())
                .bind("slice", slice.name())
                .bind("from", line.window().start())
                .bind("dimensions", line.dimensions())
                .map(
                        (row, context) ->
                                slices.put(
                                        Rows.instant(row, "window_start"),
                                        row.getBigDecimal("quantity")))
                .list();
        return slices;
    }
}
