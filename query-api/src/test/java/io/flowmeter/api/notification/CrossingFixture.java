package io.flowmeter.api.notification;

import java.math.BigDecimal;
import org.jdbi.v3.core.Jdbi;

/** Writes rows of threshold_crossing as the job does. */
public final class CrossingFixture {

    private final Jdbi owner;
    private final String namespace;

    public CrossingFixture(Jdbi owner, String namespace) {
        this.owner = owner;
        this.namespace = namespace;
    }

    /** The tenant crossed the threshold of its limit of 1000 API calls. */
    public void crossed(String tenant, String threshold) {
        insert(tenant, threshold, "CROSSED", 1, 0, "1000", quantity(threshold));
    }

    public void recovered(String tenant, String threshold) {
        insert(tenant, threshold, "RECOVERED", 1, 0, "1000", "1");
    }

    /** As a backfill writes it, of a generation that is not active. */
    public void crossedInGeneration(int generation, String tenant, String threshold) {
        insert(tenant, threshold, "CROSSED", 1, generation, "1000", quantity(threshold));
    }

    /** As many in one statement, of tenants {@code t1}, {@code t2}, …. */
    public void crossedByTenants(int tenants) {
        owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                INSERT INTO threshold_crossing (namespace, tenant, limit_key, limit_window,
                                    window_start, dimensions_hash, threshold, direction, ordinal,
                                    generation, meter, limit_quantity, threshold_quantity, quantity,
                                    occurred_at)
                                SELECT ?, 't' || n, 'api_calls', 'PERIOD', timestamptz '2026-03-01Z',
                                       CAST(md5('') AS uuid), '80%', 'CROSSED', 1, 0, 'api_calls', 1000,
                                       800, 801, timestamptz '2026-03-20T10:07:00Z'
                                  FROM generate_series(1, ?) AS n
                                """,
                                namespace, tenants));
    }

    private void insert(
            String tenant,
            String threshold,
            String direction,
            int ordinal,
            int generation,
            String limit,
            String quantity) {
        owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                INSERT INTO threshold_crossing (namespace, tenant, limit_key, limit_window,
                                    window_start, dimensions_hash, threshold, direction, ordinal,
                                    generation, meter, window_end, limit_quantity, threshold_quantity,
                                    quantity, occurred_at)
                                VALUES (?, ?, 'api_calls', 'PERIOD', timestamptz '2026-03-01Z',
                                    CAST(md5('') AS uuid), ?, ?, ?, ?, 'api_calls',
                                    timestamptz '2026-04-01Z', ?, ?, ?,
                                    timestamptz '2026-03-20T10:07:00Z')
                                """,
                                namespace,
                                tenant,
                                threshold,
                                direction,
                                ordinal,
                                generation,
                                new BigDecimal(limit),
                                new BigDecimal(quantity(threshold)),
                                new BigDecimal(quantity)));
    }

    private static String quantity(String threshold) {
        return threshold.endsWith("%")
                ? new BigDecimal(threshold.replace("%", "")).movePointRight(1).toPlainString()
                : threshold;
    }
}
