package io.flowmeter.api.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant on the wire: its newest version. */
record TenantResponse(
        String id,
        int version,
        @Nullable String name,
        String timeZone,
        String billingInterval,
        @Nullable LocalDate billingAnchor,
        Map<String, String> metadata,
        Instant effectiveFrom,
        Instant updatedAt) {

    static TenantResponse of(Tenant tenant) {
        BillingCycle cycle = tenant.billingCycle();
        return new TenantResponse(
                tenant.id(),
                tenant.version(),
                tenant.name(),
                cycle.zone().getId(),
                cycle.interval().name(),
                cycle.anchor(),
                tenant.metadata(),
                tenant.effectiveFrom(),
                tenant.recordedAt());
    }
}
