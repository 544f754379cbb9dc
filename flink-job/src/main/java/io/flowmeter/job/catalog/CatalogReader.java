package io.flowmeter.job.catalog;

import io.flowmeter.core.catalog.Catalog;

/** Makes core's catalog of changes. */
public final class CatalogReader {
    private CatalogReader() {}

    /** The catalog after these changes; their order makes no difference. */
    public static Catalog catalogOf(Iterable<CatalogChange> changes) {
        Catalog catalog = new Catalog();
        changes.forEach(change -> add(change, catalog));
        return catalog;
    }

    /**
     * Adds a change to a catalog; a change it has already makes no difference.
     *
     * @throws IllegalStateException if the change cannot be read; the API writes none like that
     */
    public static void add(CatalogChange change, Catalog catalog) {
        switch (change.entity()) {
            case CatalogPayload.NAMESPACE -> catalog.add(CatalogPayload.namespace(change));
            case CatalogPayload.METER ->
                    catalog.add(change.namespace(), CatalogPayload.meter(change));
            case CatalogPayload.TENANT -> catalog.add(CatalogPayload.tenant(change));
            default ->
                    throw new IllegalStateException(
                            change + ": entity must be NAMESPACE, METER or TENANT");
        }
    }
}
