package io.flowmeter.api.catalog;

import io.flowmeter.core.catalog.TenantVersion;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads every version of what rules usage, for whoever needs the one in force at some time. */
public final class CatalogVersions {

    private CatalogVersions() {}

    /** Of every meter. */
    public static List<MeterVersion> meters(Handle handle, String namespace) {
        return handle.createQuery(
                        """
                        SELECT *, min(recorded_at) OVER (PARTITION BY meter) AS created_at
                          FROM meter
                         WHERE namespace = :namespace
                        """)
                .bind("namespace", namespace)
                .map((row, context) -> MeterQueries.version(row))
                .list();
    }

    /** Of each tenant that somebody described. */
    public static Map<String, List<TenantVersion>> tenants(
            Handle handle, String namespace, Collection<String> ids) {
        return handle
                .createQuery(
                        """
                        SELECT * FROM tenant WHERE namespace = :namespace AND tenant = ANY (:ids)
                        """)
                .bind("namespace", namespace)
                .bindArray("ids", String.class, List.copyOf(ids))
                .map((row, context) -> TenantQueries.tenant(row))
                .stream()
                .map(tenant -> version(namespace, tenant))
                .collect(Collectors.groupingBy(TenantVersion::tenant));
    }

    private static TenantVersion version(String namespace, Tenant tenant) {
        return new TenantVersion(
                namespace,
                tenant.id(),
                tenant.version(),
                tenant.billingCycle(),
                tenant.effectiveFrom(),
                tenant.recordedAt());
    }
}
