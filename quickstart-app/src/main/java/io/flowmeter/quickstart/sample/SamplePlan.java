package io.flowmeter.quickstart.sample;

import static io.flowmeter.quickstart.sample.SampleLimit.tellAt;
import static io.flowmeter.quickstart.sample.SampleLimit.upTo;

import io.flowmeter.core.meter.Aggregation;
import java.util.List;

/** A plan the quickstart creates, to be subscribed to or changed. */
public record SamplePlan(String key, String name, String description, List<SampleLimit> limits) {

    private static final SampleMeter API_CALLS =
            new SampleMeter(
                    "api_calls",
                    "api.request",
                    Aggregation.COUNT,
                    null,
                    "calls",
                    "Calls of your API");
    private static final SampleMeter AI_TOKENS =
            new SampleMeter(
                    "ai_tokens",
                    "ai.completion",
                    Aggregation.SUM,
                    "tokens",
                    "tokens",
                    "Tokens read and written by a model");
    private static final SampleMeter STORAGE_GB =
            new SampleMeter(
                    "storage_gb",
                    "storage.measured",
                    Aggregation.LAST,
                    "gigabytes",
                    "GB",
                    "Storage as measured last");

    /** The meters the plans limit. */
    public static final List<SampleMeter> METERS = List.of(API_CALLS, AI_TOKENS, STORAGE_GB);

    /** From the smallest on. */
    public static final List<SamplePlan> ALL =
            List.of(
                    new SamplePlan(
                            "free",
                            "Free",
                            "To try things out",
                            List.of(upTo(1_000, API_CALLS), upTo(10_000, AI_TOKENS))),
                    new SamplePlan(
                            "starter",
                            "Starter",
                            "For a first product",
                            List.of(
                                    upTo(10_000, API_CALLS),
                                    upTo(100_000, AI_TOKENS),
                                    upTo(10, STORAGE_GB))),
                    new SamplePlan(
                            "professional",
                            "Professional",
                            "For a product with customers",
                            List.of(
                                    upTo(50_000, API_CALLS),
                                    upTo(500_000, AI_TOKENS),
                                    upTo(50, STORAGE_GB))),
                    new SamplePlan(
                            "enterprise",
                            "Enterprise",
                            "Unlimited",
                            METERS.stream().map(SampleLimit::unlimited).toList()),
                    new SamplePlan(
                            "pay-per-use",
                            "Pay-per-use",
                            "Nothing included, nothing refused",
                            List.of(
                                    tellAt(API_CALLS, "10000", "100000", "1000000"),
                                    tellAt(AI_TOKENS, "100000", "1000000", "10000000"),
                                    tellAt(STORAGE_GB, "100", "1000"))));

    public SamplePlan {
        limits = List.copyOf(limits);
    }
}
