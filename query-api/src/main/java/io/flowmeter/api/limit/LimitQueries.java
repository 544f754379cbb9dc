package io.flowmeter.api.limit;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.threshold.Limit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the limits tenants have, as {@code LimitCatalog} of the core says them. */
public final class LimitQueries {

    private LimitQueries() {}

    /**
     * The plan and limits of each tenant that had a subscription then, in one round trip.
     *
     * @param at by the database's clock, which recorded the versions; null: now
     */
    public static Map<String, TenantLimits> subscribed(
            Handle handle, String namespace, Collection<String> tenants, @Nullable Instant at) {
        // A version rules from greatest(recorded_at, effective_from) until a newer one does; a
        // version that a newer one preceded never ruled. A tenant has its plan since the first
        // version after the last one that named another.
        return handle.createQuery(
                        """
                        WITH moment AS (
                            SELECT coalesce(CAST(:at AS timestamptz), clock_timestamp()) AS at),
                        ruling AS (
                            SELECT s.tenant, s.version, s.plan, s.limits,
                                   greatest(s.recorded_at, s.effective_from) AS since
                              FROM subscription AS s, moment
                             WHERE s.namespace = :namespace AND s.tenant = ANY (:tenants)
                               AND greatest(s.recorded_at, s.effective_from) <= moment.at
                               AND NOT EXISTS (
                                   SELECT FROM subscription AS newer
                                    WHERE newer.namespace = :namespace AND newer.tenant = s.tenant
                                      AND newer.version > s.version
                                      AND greatest(newer.recorded_at, newer.effective_from)
                                          <= greatest(s.recorded_at, s.effective_from))),
                        newest AS (
                            SELECT DISTINCT ON (tenant) * FROM ruling ORDER BY tenant, version DESC)
                        SELECT newest.tenant, newest.plan, newest.limits AS own_limits,
                               coalesce(plan_version.limits, '[]') AS plan_limits,
                               (SELECT min(since) FROM ruling
                                 WHERE ruling.tenant = newest.tenant
                                   AND ruling.version > coalesce(
                                       (SELECT max(other.version) FROM ruling AS other
                                         WHERE other.tenant = newest.tenant
                                           AND other.plan IS DISTINCT FROM newest.plan), 0)
                               ) AS plan_since
                          FROM newest CROSS JOIN moment
                          LEFT JOIN LATERAL (
                              SELECT p.limits FROM plan AS p
                               WHERE p.namespace = :namespace AND p.plan = newest.plan
                                 AND greatest(p.recorded_at, p.effective_from) <= moment.at
                               ORDER BY p.version DESC LIMIT 1) AS plan_version ON true
                        """)
                .bind("at", at)
                .bind("namespace", namespace)
                .bindArray("tenants", String.class, List.copyOf(tenants))
                .map((row, context) -> Map.entry(row.getString("tenant"), tenantLimits(row)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static TenantLimits tenantLimits(ResultSet row) throws SQLException {
        Map<String, Limit> limits = new LinkedHashMap<>();
        for (String column : List.of("plan_limits", "own_limits")) {
            LimitJson.read(row.getString(column)).forEach(limit -> limits.put(limit.key(), limit));
        }
        return new TenantLimits(
                row.getString("plan"),
                Rows.instant(row, "plan_since"),
                List.copyOf(limits.values()));
    }
}
