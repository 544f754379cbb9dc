package io.flowmeter.api.limit;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscribed tenant may use at some instant.
 *
 * @param plan null: none
 * @param planSince since when, without a break, the tenant's subscription has named this plan
 * @param limits the plan's, and the tenant's own in their place, with different keys
 */
public record TenantLimits(@Nullable String plan, Instant planSince, List<Limit> limits) {

    public TenantLimits {
        limits = List.copyOf(limits);
    }
}
