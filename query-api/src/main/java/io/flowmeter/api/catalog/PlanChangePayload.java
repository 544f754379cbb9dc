package io.flowmeter.api.catalog;

import io.flowmeter.api.limit.LimitJson;
import java.util.List;

/** {@code catalog_change.payload} of a PLAN. The job reads these names: never rename one. */
record PlanChangePayload(String effectiveFrom, List<LimitJson> limits, boolean archived) {

    static PlanChangePayload of(Plan plan) {
        return new PlanChangePayload(
                plan.effectiveFrom().toString(), LimitJson.of(plan.limits()), plan.archived());
    }
}
