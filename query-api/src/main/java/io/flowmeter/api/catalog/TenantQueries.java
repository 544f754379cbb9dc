package io.flowmeter.api.catalog;

import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.window.BillingCycle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and inserts versions of tenants. */
public final class TenantQueries {

    private TenantQueries() {}

    /**
     * The newest version of a tenant that is not archived.
     *
     * @throws ProblemException TENANT_NOT_FOUND
     */
    static Tenant get(Handle handle, String namespace, String id) {
        return find(handle, namespace, id)
                .filter(tenant -> !tenant.archived())
                .orElseThrow(() -> notFound(id));
    }

    /** The problem that there is no such tenant. */
    public static ProblemException notFound(String id) {
        return new ProblemException(ProblemCode.TENANT_NOT_FOUND, "there is no tenant " + id);
    }

    /** The newest version, be it archived. */
    public static Optional<Tenant> find(Handle handle, String namespace, String id) {
        return versions(handle, namespace, id).stream().findFirst();
    }

    /** Every version, newest first. */
    private static List<Tenant> versions(Handle handle, String namespace, String id) {
        return handle.createQuery(
                        """
                        SELECT * FROM tenant
                         WHERE namespace = :namespace AND tenant = :id
                         ORDER BY version DESC
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .map((row, context) -> tenant(row))
                .list();
    }

    /** Newest versions of the tenants after an id that are not archived, by id. */
    static List<Tenant> list(Handle handle, String namespace, String afterId, int limit) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM (SELECT DISTINCT ON (tenant) *
                                  FROM tenant
                                 WHERE namespace = :namespace AND tenant > :after
                                 ORDER BY tenant, version DESC) AS newest
                         WHERE NOT archived
                         ORDER BY tenant
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("after", afterId)
                .bind("limit", limit)
                .map((row, context) -> tenant(row))
                .list();
    }

    /** Whether any usage of the tenant was ever counted. */
    public static boolean hasUsage(Handle handle, String namespace, String id) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM usage_aggregate
                                        WHERE namespace = :namespace AND tenant = :id)
                        """)
                .bind("namespace", namespace)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** The tenant's versions as the job knows them: they say where days and periods begin. */
    public static Catalog catalog(Handle handle, String namespace, String id) {
        var catalog = new Catalog();
        for (Tenant tenant : versions(handle, namespace, id)) {
            catalog.add(
                    new TenantVersion(
                            namespace,
                            tenant.id(),
                            tenant.version(),
                            tenant.billingCycle(),
                            tenant.effectiveFrom(),
                            tenant.recordedAt()));
        }
        return catalog;
    }

    static void insert(Handle handle, String namespace, Tenant tenant) {
        BillingCycle cycle = tenant.billingCycle();
        handle.createUpdate(
                        """
                        INSERT INTO tenant (namespace, tenant, version, effective_from, name, time_zone,
                               billing_interval, billing_anchor, metadata, archived, recorded_at)
                        VALUES (:namespace, :tenant, :version, :effectiveFrom, :name, :timeZone,
                               :billingInterval, :billingAnchor, CAST(:metadata AS jsonb),
                               :archived, :recordedAt)
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant.id())
                .bind("version", tenant.version())
                .bind("effectiveFrom", tenant.effectiveFrom())
                .bind("name", tenant.name())
                .bind("timeZone", cycle.zone().getId())
                .bind("billingInterval", cycle.interval().name())
                .bind("billingAnchor", cycle.anchor())
                .bind("metadata", Json.write(tenant.metadata()))
                .bind("archived", tenant.archived())
                .bind("recordedAt", tenant.recordedAt())
                .execute();
    }

    static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("tenant"),
                row.getInt("version"),
                row.getString("name"),
                new BillingCycle(
                        ZoneId.of(row.getString("time_zone")),
                        BillingCycle.Interval.valueOf(row.getString("billing_interval")),
                        row.getObject("billing_anchor", LocalDate.class)),
                Json.storedTexts(row.getString("metadata")),
                Rows.instant(row, "effective_from"),
                Rows.instant(row, "recorded_at"),
                row.getBoolean("archived"));
    }
}
