package io.flowmeter.core.catalog;

import io.flowmeter.core.threshold.Limit;
import java.time.Instant;
import java.util.List;

/**
 * One immutable version of a plan, as far as it limits usage.
 *
 * @param effectiveFrom append time from which it rules its subscribers
 * @param recordedAt it rules nothing appended before
 * @param limits with different keys
 */
public record PlanVersion(
        String namespace,
        String plan,
        int version,
        Instant effectiveFrom,
        Instant recordedAt,
        List<Limit> limits) {

    public PlanVersion {
        limits = List.copyOf(limits);
    }
}
