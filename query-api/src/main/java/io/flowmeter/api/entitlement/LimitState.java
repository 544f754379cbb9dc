package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.core.threshold.CountedUsage;
import io.flowmeter.core.threshold.Entitlement;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.Threshold;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one limit says, on the wire.
 *
 * @param key of the limit
 * @param window PERIOD, MONTH, PT60M, PT24H or P30D
 * @param limit null: unlimited
 * @param balance limit - usage - reserved, at least 0; null: unlimited
 * @param overage usage beyond the limit
 * @param resetsAt null: a rolling window, or no limit
 * @param crossedThresholds those the usage has reached
 */
record LimitState(
        String key,
        String window,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String dimension,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String dimensionValue,
        boolean hasAccess,
        Entitlement.Reason reason,
        @Nullable BigDecimal usage,
        BigDecimal reserved,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal balance,
        BigDecimal overage,
        BigDecimal burst,
        Limit.Enforcement enforcement,
        Limit.WhenStale whenStale,
        @Nullable Instant resetsAt,
        @Nullable Instant graceUntil,
        List<String> crossedThresholds) {

    LimitState {
        crossedThresholds = List.copyOf(crossedThresholds);
    }

    static LimitState of(Assessment assessment) {
        Limit limit = assessment.line().limit();
        CountedUsage counted = assessment.counted();
        Entitlement entitlement = assessment.entitlement();
        return new LimitState(
                limit.key(),
                limit.window().name(),
                limit.dimension(),
                limit.dimensionValue(),
                entitlement.hasAccess(),
                entitlement.reason(),
                Assessment.plain(assessment.usage()),
                counted.reserved(),
                limit.quantity(),
                Assessment.plain(entitlement.balance()),
                entitlement.overage(),
                limit.burst(),
                limit.enforcement(),
                limit.whenStale(),
                assessment.line().resetsAt(),
                entitlement.graceUntil(),
                Entitlement.crossed(limit, counted.used()).stream().map(Threshold::text).toList());
    }
}
