package io.flowmeter.api.catalog;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of what a tenant is subscribed to.
 *
 * @param plan null: none
 * @param limits the tenant's own: each replaces the plan's of its key, or is one more
 * @param effectiveFrom append time from which it rules the tenant
 */
record Subscription(
        String tenant,
        int version,
        @Nullable String plan,
        List<Limit> limits,
        Instant effectiveFrom,
        Instant recordedAt) {

    Subscription {
        limits = List.copyOf(limits);
    }

    /** Whether the other says the same, whatever its number and from whenever on. */
    boolean says(Subscription other) {
        return equals(
                new Subscription(
                        other.tenant,
                        version,
                        other.plan,
                        other.limits,
                        effectiveFrom,
                        recordedAt));
    }
}
