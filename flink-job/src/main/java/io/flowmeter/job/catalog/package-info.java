/**
 * From the catalog's change log in Postgres to the rules in force. Out of {@code CatalogSource}
 * come, in the order they were committed, the versions of namespaces, meters and tenants, and marks
 * that say up to when the log is complete. A {@code CatalogChange} adds itself to a core {@code
 * Catalog}.
 */
@NullMarked
package io.flowmeter.job.catalog;

import org.jspecify.annotations.NullMarked;
