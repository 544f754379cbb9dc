package io.flowmeter.api.catalog;

import io.flowmeter.api.limit.LimitJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code catalog_change.payload} of a SUBSCRIPTION. The job reads these names: never rename one.
 */
record SubscriptionChangePayload(
        @Nullable String plan, String effectiveFrom, List<LimitJson> limits) {

    static SubscriptionChangePayload of(Subscription subscription) {
        return new SubscriptionChangePayload(
                subscription.plan(),
                subscription.effectiveFrom().toString(),
                LimitJson.of(subscription.limits()));
    }
}
