package io.flowmeter.job.catalog;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.catalog.LimitCatalog;

/**
 * One version of a namespace, meter, tenant, plan or subscription, as the change log holds it: a
 * row of {@code catalog_change}. Key: seq. Written by the query API.
 *
 * @param seq order of commits; 1, 2, 3, …
 * @param entity NAMESPACE, METER, TENANT, PLAN or SUBSCRIPTION
 * @param key the entity's key within its namespace; of a namespace, its name; of a subscription,
 *     the tenant
 * @param payload JSON: see {@link CatalogPayload}
 * @param recordedAtMillis from when on it rules appended events, epoch milliseconds
 */
public record CatalogChange(
        long seq,
        String namespace,
        String entity,
        String key,
        int version,
        String payload,
        long recordedAtMillis) {

    /**
     * Adds the version to a catalog, unless it only limits usage; a version it has already makes no
     * difference.
     *
     * @throws IllegalStateException if the change cannot be read; the API writes none like that
     */
    public void addTo(Catalog catalog) {
        switch (entity) {
            case CatalogPayload.NAMESPACE -> catalog.add(CatalogPayload.namespace(this));
            case CatalogPayload.METER -> catalog.add(namespace, CatalogPayload.meter(this));
            case CatalogPayload.TENANT -> catalog.add(CatalogPayload.tenant(this));
            case CatalogPayload.PLAN, CatalogPayload.SUBSCRIPTION -> {}
            default -> throw unknown();
        }
    }

    /**
     * Adds the version to a catalog of limits, if it is one of a plan or a subscription; a version
     * it has already makes no difference.
     *
     * @throws IllegalStateException if the change cannot be read; the API writes none like that
     */
    public void addTo(LimitCatalog limits) {
        switch (entity) {
            case CatalogPayload.PLAN -> limits.add(CatalogPayload.plan(this));
            case CatalogPayload.SUBSCRIPTION -> limits.add(CatalogPayload.subscription(this));
            case CatalogPayload.NAMESPACE, CatalogPayload.METER, CatalogPayload.TENANT -> {}
            default -> throw unknown();
        }
    }

    /** Whether it is a version of a plan or a subscription. */
    public boolean isAboutLimits() {
        return entity.equals(CatalogPayload.PLAN) || entity.equals(CatalogPayload.SUBSCRIPTION);
    }

    private IllegalStateException unknown() {
        return new IllegalStateException(
                this + ": entity must be NAMESPACE, METER, TENANT, PLAN or SUBSCRIPTION");
    }

    /** The change without its payload, for messages. */
    @Override
    public String toString() {
        return "catalog change "
                + seq
                + " ("
                + entity
                + " "
                + namespace
                + "/"
                + key
                + " version "
                + version
                + ")";
    }
}
