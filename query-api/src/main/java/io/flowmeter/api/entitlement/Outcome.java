package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Progress;
import io.flowmeter.core.threshold.Entitlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a demand.
 *
 * @param all what each limit said, before anything was reserved
 * @param refusing what the limits on the meters said that refused it; empty if it is admitted
 * @param isReserved a reservation stands for it now
 * @param retryAfter of a refusal; null: waiting does not help
 */
record Outcome(
        Demand demand,
        List<Assessment> all,
        List<Assessment> refusing,
        boolean isReserved,
        @Nullable Duration retryAfter,
        Progress progress,
        boolean isStale) {

    Outcome {
        all = List.copyOf(all);
        refusing = List.copyOf(refusing);
    }

    boolean isAdmitted() {
        return refusing.isEmpty();
    }

    /** Empty: no limit is on it. */
    Optional<Assessment> deciding() {
        List<Assessment> candidates = isAdmitted() ? all : refusing;
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(Assessment.deciding(candidates));
    }

    Entitlement.Reason reason() {
        Entitlement.Reason reason =
                deciding().map(Assessment::reason).orElse(Entitlement.Reason.NO_LIMIT);
        return isAdmitted() && !reason.hasAccess() ? Entitlement.Reason.RESERVED : reason;
    }
}
