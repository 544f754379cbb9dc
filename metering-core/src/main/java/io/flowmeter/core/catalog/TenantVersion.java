package io.flowmeter.core.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;

/**
 * One immutable version of a tenant, as far as it decides about windows.
 *
 * @param effectiveFrom first event time it rules, on a quarter-hour. Of a tenant with usage, at
 *     least {@link io.flowmeter.core.event.TimePolicy#MAX_AHEAD} after {@code recordedAt}: then all
 *     events of one time lie in one day and one period. Otherwise events appended before lie in
 *     other windows than later ones of the same time; the windows overlap, and each holds the
 *     events that were placed in it
 * @param recordedAt it rules events appended from then on
 */
public record TenantVersion(
        String namespace,
        String tenant,
        int version,
        BillingCycle billingCycle,
        Instant effectiveFrom,
        Instant recordedAt) {}
