package io.flowmeter.api.entitlement;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;

/**
 * What the catalog says of one tenant.
 *
 * @param isKnown somebody described or subscribed the tenant
 * @param planSince when its current plan took effect
 * @param calendar where its periods and months begin
 * @param loadedAt when the catalog said so
 */
record TenantTerms(
        boolean isKnown,
        List<Limit> limits,
        Instant planSince,
        Catalog calendar,
        Instant loadedAt) {

    TenantTerms {
        limits = List.copyOf(limits);
    }
}
