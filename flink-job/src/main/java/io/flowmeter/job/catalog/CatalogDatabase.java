package io.flowmeter.job.catalog;

import java.io.Serializable;

/**
 * The Postgres that holds the catalog.
 *
 * @param user may read {@code catalog_change}: the role {@code flowmeter_job}
 */
public record CatalogDatabase(String jdbcUrl, String user, String password)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Without the password, and without the URL's parameters: one of them may be a password. */
    @Override
    public String toString() {
        return user + " at " + jdbcUrl.replaceFirst("\\?.*", "");
    }
}
