package io.flowmeter.api.entitlement;

import io.flowmeter.core.catalog.TenantWindows;
import java.time.Instant;

/**
 * A tenant at the time of some usage.
 *
 * @param windows its own that the usage falls in
 * @param at when the usage happens
 * @param now when the question is asked
 */
record TenantAt(String tenant, TenantTerms terms, TenantWindows windows, Instant at, Instant now) {

    /** The append time of what is not appended yet: everything recorded by now rules it. */
    static final Instant TO_BE_APPENDED = Instant.MAX;

    static TenantAt of(
            String namespace, String tenant, TenantTerms terms, Instant at, Instant now) {
        TenantWindows windows = terms.calendar().windows(namespace, tenant, at, TO_BE_APPENDED);
        return new TenantAt(tenant, terms, windows, at, now);
    }
}
