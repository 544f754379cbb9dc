package io.flowmeter.api.entitlement;

import org.jdbi.v3.core.Handle;

/** Tells values that were not used from values whose usage nobody can tell. */
final class DimensionQueries {

    private DimensionQueries() {}

    /**
     * Whether the line's dimension value had usage of its own in any window: then it is within the
     * meter's cap, and has it in every window.
     */
    static boolean wasEverUsed(Handle handle, String namespace, LimitLine line) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM usage_aggregate
                             WHERE namespace = :namespace AND tenant = :tenant AND meter = :meter
                               AND granularity = :kind AND generation = active_generation()
                               AND dimensions_hash = CAST(md5(:dimensions) AS uuid))
                        """)
                .bind("namespace", namespace)
                .bind("tenant", line.tenant())
                .bind("meter", line.limit().meter())
                .bind("kind", line.kind())
                .bind("dimensions", line.dimensions())
                .mapTo(Boolean.class)
                .one();
    }
}
