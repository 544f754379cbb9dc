package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Meter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as somebody wants it, not yet a version. What is wrong with it so far is noted in
 * its body.
 *
 * @param plan null: none
 * @param effectiveFrom null: now
 */
record SubscriptionDefinition(
        JsonBody body,
        String tenant,
        @Nullable String plan,
        LimitsBody limits,
        @Nullable Instant effectiveFrom) {

    private static final int MAX_TEXT = 256;

    static SubscriptionDefinition read(String tenant, JsonBody body) {
        if (!body.has("plan")) {
            // Who means to change the limits only must not lose the plan.
            body.wrong("plan", "is missing; null stands for none");
        }
        var definition =
                new SubscriptionDefinition(
                        body,
                        tenant,
                        body.text("plan", MAX_TEXT),
                        LimitsBody.read(body),
                        MeterBody.effectiveFrom(body, "effectiveFrom"));
        body.noOtherFields();
        return definition;
    }

    /**
     * The version that comes after another.
     *
     * @param isOnOffer whether the plan takes subscribers
     * @param meters by key
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    Subscription version(
            Optional<Subscription> newest,
            boolean isOnOffer,
            Map<String, Meter> meters,
            Instant now) {
        boolean isKept = plan != null && plan.equals(newest.map(Subscription::plan).orElse(null));
        if (plan != null && !isOnOffer && !isKept) {
            body.wrong("plan", ProblemCode.PLAN_NOT_FOUND, "names no plan: \"" + plan + "\"");
        }
        Instant from =
                EffectiveFrom.of(
                        body,
                        effectiveFrom,
                        newest.map(Subscription::effectiveFrom).orElse(null),
                        now);
        var subscription =
                new Subscription(
                        tenant,
                        newest.map(Subscription::version).orElse(0) + 1,
                        plan,
                        limits.allowedBy(meters),
                        from,
                        now);
        body.throwIfWrong();
        return subscription;
    }
}
