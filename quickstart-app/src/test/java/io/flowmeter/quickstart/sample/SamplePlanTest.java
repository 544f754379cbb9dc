package io.flowmeter.quickstart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.Limit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SamplePlanTest {

    @Test
    void plansIncludeWhatTheReadmeSays() {
        assertThat(SamplePlan.ALL)
                .extracting(SamplePlanTest::text)
                .containsExactly(
                        "Free: api_calls 1000, ai_tokens 10000",
                        "Starter: api_calls 10000, ai_tokens 100000, storage_gb 10",
                        "Professional: api_calls 50000, ai_tokens 500000, storage_gb 50",
                        "Enterprise: api_calls null, ai_tokens null, storage_gb null",
                        "Pay-per-use: api_calls null, ai_tokens null, storage_gb null");
    }

    @Test
    void payPerUseTellsAndRefusesNothing() {
        SamplePlan payPerUse = SamplePlan.ALL.get(4);

        assertThat(payPerUse.limits())
                .allMatch(limit -> limit.enforcement() == Limit.Enforcement.SOFT)
                .allMatch(limit -> !limit.thresholds().isEmpty())
                .flatExtracting(SampleLimit::thresholds)
                .noneMatch(threshold -> threshold.isPercentage());
    }

    private static String text(SamplePlan plan) {
        return plan.limits().stream()
                .map(limit -> limit.meter().key() + " " + limit.quantity())
                .collect(Collectors.joining(", ", plan.name() + ": ", ""));
    }
}
