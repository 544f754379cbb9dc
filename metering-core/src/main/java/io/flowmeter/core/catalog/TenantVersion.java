package io.flowmeter.core.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;

/**
 * One immutable version of a tenant, as far as it decides about windows.
 *
 * @param effectiveFrom first event time it rules, on a quarter-hour
 * @param recordedAt it rules events appended from then on
 */
public record TenantVersion(
        String namespace,
        String tenant,
        int version,
        BillingCycle billingCycle,
        Instant effectiveFrom,
        Instant recordedAt) {}
