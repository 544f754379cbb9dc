package io.flowmeter.api.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a billed customer.
 *
 * @param effectiveFrom first event time it rules; days and billing periods are cut there
 */
public record Tenant(
        String id,
        int version,
        @Nullable String name,
        BillingCycle billingCycle,
        Map<String, String> metadata,
        Instant effectiveFrom,
        Instant recordedAt,
        boolean archived) {

    public Tenant {
        metadata = new TreeMap<>(metadata);
    }
}
