package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.database.Progress;
import io.flowmeter.core.threshold.Entitlement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tenant may use more of a meter, on the wire. Usage, limit and what follows from them
 * are those of the limit that decides.
 *
 * @param limitKey of the limit that decides; null: no limit is on it
 * @param limits what each limit says; null in lists of many
 */
record EntitlementResponse(
        String tenant,
        String meter,
        boolean hasAccess,
        Entitlement.Reason reason,
        @Nullable String limitKey,
        @Nullable BigDecimal usage,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal balance,
        BigDecimal overage,
        @Nullable Instant resetsAt,
        @Nullable Instant graceUntil,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<LimitState> limits,
        @JsonUnwrapped @Nullable Freshness freshness) {

    /**
     * How old the numbers are.
     *
     * @param asOf every event appended before is in them; null: no job has stored anything yet
     * @param isStale older than the configured bound: limits answer as their {@code whenStale} says
     */
    record Freshness(
            @Nullable Instant asOf,
            @Nullable Long lagSeconds,
            @JsonProperty("stale") boolean isStale) {

        static Freshness of(Progress progress, boolean isStale) {
            return new Freshness(progress.asOf(), progress.lagSeconds(), isStale);
        }
    }

    /**
     * @param all of one meter, at least one
     */
    static EntitlementResponse of(
            List<Assessment> all, boolean withLimits, @Nullable Freshness freshness) {
        Assessment deciding = Assessment.deciding(all);
        Entitlement entitlement = deciding.entitlement();
        LimitLine line = deciding.line();
        return new EntitlementResponse(
                line.tenant(),
                line.limit().meter(),
                entitlement.hasAccess(),
                deciding.reason(),
                line.isNoLimit() ? null : line.limit().key(),
                Assessment.plain(deciding.usage()),
                line.limit().quantity(),
                Assessment.plain(entitlement.balance()),
                entitlement.overage(),
                line.resetsAt(),
                entitlement.graceUntil(),
                withLimits
                        ? all.stream()
                                .filter(one -> !one.line().isNoLimit())
                                .map(LimitState::of)
                                .toList()
                        : null,
                freshness);
    }
}
