package io.flowmeter.quickstart.sample;

import static io.flowmeter.quickstart.sample.SampleLimit.tellAt;
import static io.flowmeter.quickstart.sample.SampleLimit.warnUpTo;

import java.util.List;

/**
 * What a tenant of a trace is subscribed to. The plans are about meters of their own; the tenant's
 * own limit is on what the trace sends, so that whoever replays it sees thresholds being crossed.
 *
 * @param plan key of a {@link SamplePlan}
 * @param ownLimits beside those of the plan
 */
public record SampleSubscription(String tenant, String plan, List<SampleLimit> ownLimits) {

    /** One for each of {@link TraceDataset#TENANTS}. */
    public static final List<SampleSubscription> ALL =
            List.of(
                    new SampleSubscription(
                            "acme", "professional", warnUpTo(10_000, TraceDataset.REQUESTS)),
                    new SampleSubscription(
                            "globex", "starter", warnUpTo(8_000_000, TraceDataset.TOKENS_SENT)),
                    new SampleSubscription(
                            "initech",
                            "pay-per-use",
                            tellAt(TraceDataset.TOKENS_ANSWERED, "500000", "1000000")));

    public SampleSubscription {
        ownLimits = List.copyOf(ownLimits);
    }

    private SampleSubscription(String tenant, String plan, SampleLimit ownLimit) {
        this(tenant, plan, List.of(ownLimit));
    }
}
