package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Reads what rolling windows consist of, to know when they decay; of each limit once, however many
 * events of a request it refuses.
 */
final class SliceReader {

    private final Handle handle;
    private final String namespace;
    private final Map<LimitLine, SortedMap<Instant, BigDecimal>> read = new HashMap<>();

    SliceReader(Handle handle, String namespace) {
        this.handle = handle;
        this.namespace = namespace;
    }

    /** Start to quantity of the slices; empty for windows that do not roll. */
    SortedMap<Instant, BigDecimal> of(LimitLine line) {
        return read.computeIfAbsent(line, this::select);
    }

    private SortedMap<Instant, BigDecimal> select(LimitLine line) {
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
