package io.flowmeter.core.catalog;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of what a tenant is subscribed to.
 *
 * @param plan null: none
 * @param effectiveFrom append time from which it rules the tenant
 * @param recordedAt it rules nothing appended before
 * @param limits the tenant's own, with different keys: each replaces the plan's of its key
 */
public record SubscriptionVersion(
        String namespace,
        String tenant,
        int version,
        @Nullable String plan,
        Instant effectiveFrom,
        Instant recordedAt,
        List<Limit> limits) {

    public SubscriptionVersion {
        limits = List.copyOf(limits);
    }
}
