package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.UsageChange;

/** One tenant's meter. */
public record UsageKey(String namespace, String tenant, String meter) {

    public static UsageKey of(UsageChange change) {
        return new UsageKey(change.namespace(), change.tenant(), change.contribution().meter());
    }
}
