package io.flowmeter.api.entitlement;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the catalog says of one tenant.
 *
 * @param isKnown somebody described or subscribed the tenant
 * @param limits by meter
 * @param planSince when its current plan took effect
 * @param calendar where its periods and months begin
 * @param readAt when the catalog said so
 */
record TenantTerms(
        boolean isKnown,
        Map<String, List<Limit>> limits,
        Instant planSince,
        Catalog calendar,
        TermsCache.ReadAt readAt) {

    TenantTerms {
        limits = Map.copyOf(limits);
    }

    /** The limits on a meter. */
    List<Limit> on(String meter) {
        return limits.getOrDefault(meter, List.of());
    }
}
