package io.flowmeter.api.catalog;

import io.flowmeter.api.limit.LimitResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a plan on the wire. */
record PlanResponse(
        String key,
        int version,
        @Nullable String name,
        @Nullable String description,
        List<LimitResponse> limits,
        Map<String, String> metadata,
        Instant effectiveFrom,
        Instant updatedAt,
        boolean archived) {

    static PlanResponse of(Plan plan) {
        return new PlanResponse(
                plan.key(),
                plan.version(),
                plan.name(),
                plan.description(),
                LimitResponse.of(plan.limits()),
                plan.metadata(),
                plan.effectiveFrom(),
                plan.recordedAt(),
                plan.archived());
    }
}
