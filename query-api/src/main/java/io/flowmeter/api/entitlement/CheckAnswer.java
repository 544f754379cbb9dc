package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.entitlement.EntitlementResponse.Freshness;
import io.flowmeter.core.threshold.Entitlement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a check, on the wire.
 *
 * @param remaining what is left of the limit that decides, after what was reserved; null: unlimited
 * @param reservation to be sent with the usage event as attribute {@code reservation}; null: none
 * @param retryAfterSeconds of a refusal; null: allowed, or waiting does not help
 * @param limits what each limit said before anything was reserved
 */
record CheckAnswer(
        String tenant,
        String meter,
        boolean allowed,
        Entitlement.Reason reason,
        @Nullable String limitKey,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal remaining,
        @Nullable Instant resetsAt,
        @Nullable Instant graceUntil,
        @Nullable UUID reservation,
        @Nullable Long retryAfterSeconds,
        List<LimitState> limits,
        @JsonUnwrapped Freshness freshness) {

    CheckAnswer {
        limits = List.copyOf(limits);
    }

    static CheckAnswer of(Outcome outcome, CheckRequest asked) {
        Demand demand = outcome.demand();
        Optional<Assessment> deciding = outcome.deciding();
        Duration retryAfter = outcome.retryAfter();
        return new CheckAnswer(
                demand.tenant(),
                demand.wanted().get(0).meter().key(),
                outcome.isAdmitted(),
                outcome.reason(),
                deciding.map(one -> one.line().limit().key()).orElse(null),
                deciding.map(one -> one.line().limit().quantity()).orElse(null),
                deciding.map(one -> remaining(one, outcome, asked)).orElse(null),
                deciding.map(one -> one.line().resetsAt()).orElse(null),
                deciding.map(one -> one.entitlement().graceUntil()).orElse(null),
                outcome.isReserved() ? demand.id() : null,
                retryAfter == null ? null : retryAfter.toSeconds(),
                outcome.all().stream().map(LimitState::of).toList(),
                Freshness.of(outcome.progress(), outcome.isStale()));
    }

    /** Postgres is away, and the limits say to allow then. */
    static CheckAnswer blind(String tenant, String meter) {
        return new CheckAnswer(
                tenant,
                meter,
                true,
                Entitlement.Reason.STALE_ALLOWED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                new Freshness(null, null, true));
    }

    private static @Nullable BigDecimal remaining(
            Assessment one, Outcome outcome, CheckRequest asked) {
        BigDecimal balance = one.entitlement().balance();
        if (balance == null || !outcome.isReserved()) {
            return Assessment.plain(balance);
        }
        return Assessment.plain(balance.subtract(asked.quantity()).max(BigDecimal.ZERO));
    }
}
