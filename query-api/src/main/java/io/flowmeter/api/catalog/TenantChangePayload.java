package io.flowmeter.api.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** {@code catalog_change.payload} of a TENANT. The job reads these names: never rename one. */
record TenantChangePayload(
        String timeZone,
        String billingInterval,
        @Nullable LocalDate billingAnchor,
        String effectiveFrom,
        boolean archived) {

    static TenantChangePayload of(Tenant tenant) {
        BillingCycle cycle = tenant.billingCycle();
        return new TenantChangePayload(
                cycle.zone().getId(),
                cycle.interval().name(),
                cycle.anchor(),
                tenant.effectiveFrom().toString(),
                tenant.archived());
    }
}
