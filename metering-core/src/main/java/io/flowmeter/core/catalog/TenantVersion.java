package io.flowmeter.core.catalog;

import io.flowmeter.core.window.BillingCycle;
import java.time.Instant;

/**
 * One immutable version of a tenant, as far as it decides about windows.
 *
 * @param effectiveFrom first event time it rules, on a quarter-hour; of a tenant with usage, at
 *     least {@link io.flowmeter.core.event.TimePolicy#MAX_AHEAD} after {@code recordedAt}. Then all
 *     events of one time lie in one day and one period; otherwise those appended before lie in
 *     others, and a day or period whose MAX, MIN or LAST is computed afresh after a void mixes them
 * @param recordedAt it rules events appended from then on
 */
public record TenantVersion(
        String namespace,
        String tenant,
        int version,
        BillingCycle billingCycle,
        Instant effectiveFrom,
        Instant recordedAt) {}
