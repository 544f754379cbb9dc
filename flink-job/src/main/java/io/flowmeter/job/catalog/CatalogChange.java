package io.flowmeter.job.catalog;

import io.flowmeter.core.catalog.Catalog;

/**
 * One version of a namespace, meter or tenant, as the change log holds it: a row of {@code
 * catalog_change}. Key: seq. Written by the query API.
 *
 * @param seq order of commits; 1, 2, 3, …
 * @param entity NAMESPACE, METER or TENANT
 * @param key the entity's key within its namespace; of a namespace, its name
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
     * Adds the version to a catalog; a version it has already makes no difference.
     *
     * @throws IllegalStateException if the change cannot be read; the API writes none like that
     */
    public void addTo(Catalog catalog) {
        switch (entity) {
            case CatalogPayload.NAMESPACE -> catalog.add(CatalogPayload.namespace(this));
            case CatalogPayload.METER -> catalog.add(namespace, CatalogPayload.meter(this));
            case CatalogPayload.TENANT -> catalog.add(CatalogPayload.tenant(this));
            default ->
                    throw new IllegalStateException(
                            this + ": entity must be NAMESPACE, METER or TENANT");
        }
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
