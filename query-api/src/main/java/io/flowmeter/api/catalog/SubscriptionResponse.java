package io.flowmeter.api.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.api.limit.LimitResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a subscription on the wire.
 *
 * @param next what takes its place, if that is known already
 */
record SubscriptionResponse(
        String tenant,
        int version,
        @Nullable String plan,
        List<LimitResponse> limits,
        Instant effectiveFrom,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SubscriptionResponse next) {

    static SubscriptionResponse of(Subscription subscription) {
        return of(subscription, null);
    }

    static SubscriptionResponse of(Subscription subscription, @Nullable Subscription next) {
        return new SubscriptionResponse(
                subscription.tenant(),
                subscription.version(),
                subscription.plan(),
                LimitResponse.of(subscription.limits()),
                subscription.effectiveFrom(),
                subscription.recordedAt(),
                next == null ? null : of(next));
    }
}
