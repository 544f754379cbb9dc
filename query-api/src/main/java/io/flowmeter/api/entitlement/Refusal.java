package io.flowmeter.api.entitlement;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.core.threshold.Entitlement;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an event is not admitted.
 *
 * @param retryAfter null: waiting does not help
 * @param remaining what is left of the limit
 */
public record Refusal(
        ProblemCode code,
        String detail,
        @Nullable Duration retryAfter,
        String limitKey,
        @Nullable BigDecimal remaining) {

    static Refusal of(Outcome outcome) {
        Assessment deciding = Assessment.deciding(outcome.refusing());
        Entitlement.Reason reason = deciding.reason();
        String key = deciding.line().limit().key();
        BigDecimal remaining = Assessment.plain(deciding.entitlement().balance());
        return new Refusal(
                code(reason),
                detail(
                        reason,
                        key,
                        deciding.line().limit().quantity(),
                        remaining,
                        outcome.demand().quantityOf(deciding.line().limit().meter())),
                outcome.retryAfter(),
                key,
                remaining);
    }

    static ProblemCode code(Entitlement.Reason reason) {
        return reason == Entitlement.Reason.USAGE_STALE
                ? ProblemCode.USAGE_STALE
                : ProblemCode.LIMIT_REACHED;
    }

    static String detail(
            Entitlement.Reason reason,
            @Nullable String key,
            @Nullable BigDecimal limit,
            @Nullable BigDecimal remaining,
            BigDecimal asked) {
        if (reason == Entitlement.Reason.USAGE_STALE) {
            return "limit " + key + " refuses while the numbers cannot tell";
        }
        return "limit "
                + key
                + " is "
                + text(limit)
                + ", of which "
                + text(remaining)
                + " is left; asked for "
                + asked.toPlainString();
    }

    private static String text(@Nullable BigDecimal quantity) {
        return quantity == null ? "unlimited" : quantity.toPlainString();
    }
}
