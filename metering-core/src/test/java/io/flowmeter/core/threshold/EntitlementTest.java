package io.flowmeter.core.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.threshold.Entitlement.Reason;
import io.flowmeter.core.threshold.Limit.Enforcement;
import io.flowmeter.core.threshold.Limit.WhenStale;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EntitlementTest {

    private static final Instant NOW = Instant.parse("2026-03-20T10:07:30Z");
    private static final Instant PLAN_SINCE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant RESETS_AT = Instant.parse("2026-04-01T00:00:00Z");

    @Test
    void hardLimitLetsThroughWhatFitsAndNotOneMore() {
        var limit = hard("100");

        assertThat(reason(limit, used("90"), "10")).isEqualTo(Reason.WITHIN_LIMIT);
        assertThat(reason(limit, used("90"), "10.000001")).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(reason(limit, used("100"), "0")).isEqualTo(Reason.WITHIN_LIMIT);
        assertThat(reason(limit, used("100"), null)).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(reason(limit, used("99.9"), null)).isEqualTo(Reason.WITHIN_LIMIT);
    }

    @Test
    void reservationsAreTakenAlready() {
        var counted = counted(Aggregation.SUM, "90", "8", null, false);

        assertThat(reason(hard("100"), counted, "2")).isEqualTo(Reason.WITHIN_LIMIT);
        assertThat(reason(hard("100"), counted, "3")).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(Entitlement.of(hard("100"), counted, null, NOW).balance()).isEqualTo("2");
    }

    @Test
    void burstIsBeyondTheLimitButAllowed() {
        var limit = limit("100", Enforcement.HARD, "5", Duration.ZERO, WhenStale.DENY);

        assertThat(reason(limit, used("100"), "5")).isEqualTo(Reason.WITHIN_BURST);
        assertThat(reason(limit, used("100"), "6")).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(Entitlement.of(limit, used("103"), null, NOW).overage()).isEqualTo("3");
    }

    @Test
    void softLimitCountsOverageAndUnlimitedNothing() {
        var soft = limit("100", Enforcement.SOFT, "0", Duration.ofDays(14), WhenStale.DENY);
        var unlimited = limit(null, Enforcement.HARD, "0", Duration.ZERO, WhenStale.DENY);

        assertThat(reason(soft, used("500"), "1")).isEqualTo(Reason.OVERAGE_ALLOWED);
        assertThat(reason(unlimited, used("500"), "1")).isEqualTo(Reason.UNLIMITED);
        assertThat(Entitlement.of(unlimited, used("500"), null, NOW).balance()).isNull();
    }

    @Test
    void graceBeginsWhenTheLimitWasReachedAndEnds() {
        var limit = limit("100", Enforcement.HARD, "0", Duration.ofDays(14), WhenStale.DENY);
        var justReached = counted(Aggregation.SUM, "100", "0", NOW.minusSeconds(60), false);
        var over = counted(Aggregation.SUM, "100", "0", NOW.minus(Duration.ofDays(14)), false);

        assertThat(reason(limit, used("99"), "5")).isEqualTo(Reason.IN_GRACE);
        assertThat(Entitlement.of(limit, used("99"), null, NOW).graceUntil()).isNull();
        assertThat(reason(limit, justReached, "5")).isEqualTo(Reason.IN_GRACE);
        assertThat(Entitlement.of(limit, justReached, null, NOW).graceUntil())
                .isEqualTo(NOW.minusSeconds(60).plus(Duration.ofDays(14)));
        assertThat(reason(limit, over, "5")).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void aLimitReachedBeforeThePlanCameHasGraceFromWhenItCame() {
        var limit = limit("100", Enforcement.HARD, "0", Duration.ofDays(14), WhenStale.DENY);

        assertThat(Entitlement.of(limit, used("100"), null, NOW).graceUntil())
                .isEqualTo(PLAN_SINCE.plus(Duration.ofDays(14)));
        assertThat(reason(limit, used("100"), null)).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void graceDoesNotDependOnTheThresholdsSomebodyLists() {
        var limit =
                new Limit(
                        "calls",
                        "calls",
                        LimitWindow.PERIOD,
                        null,
                        null,
                        new BigDecimal("100"),
                        Enforcement.HARD,
                        BigDecimal.ZERO,
                        Duration.ofDays(14),
                        WhenStale.DENY,
                        List.of(new Threshold("50%")));
        var justReached = counted(Aggregation.SUM, "100", "0", NOW.minusSeconds(60), false);

        assertThat(reason(limit, used("99"), "5")).isEqualTo(Reason.IN_GRACE);
        assertThat(reason(limit, justReached, "5")).isEqualTo(Reason.IN_GRACE);
    }

    @Test
    void oldNumbersAnswerAsTheLimitSaysWhereTheyCannotTell() {
        var allow = limit("100", Enforcement.HARD, "0", Duration.ZERO, WhenStale.ALLOW);
        var deny = limit("100", Enforcement.HARD, "0", Duration.ZERO, WhenStale.DENY);
        var soft = limit("100", Enforcement.SOFT, "0", Duration.ZERO, WhenStale.DENY);

        assertThat(reason(allow, stale("50"), "1")).isEqualTo(Reason.STALE_ALLOWED);
        assertThat(reason(deny, stale("50"), "1")).isEqualTo(Reason.USAGE_STALE);
        assertThat(reason(allow, stale("100"), "1")).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(reason(soft, stale("100"), "1")).isEqualTo(Reason.OVERAGE_ALLOWED);
        assertThat(reason(rolling("100", WhenStale.ALLOW), stale("100"), "1"))
                .isEqualTo(Reason.STALE_ALLOWED);
        assertThat(reason(rolling("100", WhenStale.DENY), stale("100"), "1"))
                .isEqualTo(Reason.USAGE_STALE);
    }

    @Test
    void proposedValuesOfMaxAndLastStandForThemselves() {
        for (var aggregation : List.of(Aggregation.MAX, Aggregation.LAST)) {
            var counted = counted(aggregation, "90", "0", null, false);

            assertThat(reason(hard("100"), counted, "100")).isEqualTo(Reason.WITHIN_LIMIT);
            assertThat(reason(hard("100"), counted, "101")).isEqualTo(Reason.LIMIT_REACHED);
        }
        assertThat(reason(hard("5"), counted(Aggregation.UNIQUE_COUNT, "5", "0", null, false), "1"))
                .isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void crossedThresholdsAreThoseTheUsageHasReached() {
        assertThat(Entitlement.crossed(hard("100"), new BigDecimal("80")))
                .extracting(Threshold::text)
                .containsExactly("75%", "80%");
    }

    @Test
    void aPeriodIsWaitedForUnlessItWouldNotHelp() {
        assertThat(wait(hard("100"), used("99"), "2", new TreeMap<>())).isEqualTo("PT277H52M30S");
        assertThat(wait(hard("100"), used("99"), "101", new TreeMap<>())).isEqualTo("never");
        var reserved = counted(Aggregation.SUM, "90", "9", null, false);
        assertThat(wait(hard("100"), reserved, "5", new TreeMap<>())).isEqualTo("PT1S");
    }

    @Test
    void aRollingWindowIsWaitedForUntilEnoughHasLeft() {
        SortedMap<Instant, BigDecimal> slices = new TreeMap<>();
        slices.put(Instant.parse("2026-03-20T09:10:00Z"), new BigDecimal("4"));
        slices.put(Instant.parse("2026-03-20T09:30:00Z"), new BigDecimal("6"));
        var limit = rolling("10", WhenStale.DENY);

        assertThat(wait(limit, used("10"), "1", slices)).isEqualTo("PT2M30S");
        assertThat(wait(limit, used("10"), "4", slices)).isEqualTo("PT2M30S");
        assertThat(wait(limit, used("10"), "5", slices)).isEqualTo("PT22M30S");
        assertThat(wait(limit, used("10"), null, slices)).isEqualTo("PT2M30S");
    }

    @Test
    void aDimensionsOwnLimitReplacesTheOneOfEachValue() {
        var total = hard("100");
        var each = ofDimension("each", null);
        var own = ofDimension("own", "gpt");
        var limits = List.of(total, each, own);

        assertThat(ApplicableLimits.on(limits, "calls", Map.of())).containsExactly(total);
        assertThat(ApplicableLimits.on(limits, "calls", Map.of("model", "gpt")))
                .containsExactly(total, own);
        assertThat(ApplicableLimits.on(limits, "calls", Map.of("model", "tiny")))
                .containsExactly(total, each);
        assertThat(ApplicableLimits.on(limits, "tokens", Map.of())).isEmpty();
    }

    private static String wait(
            Limit limit,
            CountedUsage counted,
            String asked,
            SortedMap<Instant, BigDecimal> slices) {
        BigDecimal more = asked == null ? null : new BigDecimal(asked);
        var refusal = Entitlement.of(limit, counted, more, NOW);
        assertThat(refusal.hasAccess()).isFalse();
        return RetryAfter.of(
                        limit,
                        counted,
                        refusal,
                        more,
                        limit.window().isRolling() ? null : RESETS_AT,
                        slices,
                        NOW)
                .map(Duration::toString)
                .orElse("never");
    }

    private static Reason reason(Limit limit, CountedUsage counted, String asked) {
        BigDecimal more = asked == null ? null : new BigDecimal(asked);
        return Entitlement.of(limit, counted, more, NOW).reason();
    }

    private static CountedUsage used(String quantity) {
        return counted(Aggregation.SUM, quantity, "0", null, false);
    }

    private static CountedUsage stale(String quantity) {
        return counted(Aggregation.SUM, quantity, "0", null, true);
    }

    private static CountedUsage counted(
            Aggregation aggregation,
            String used,
            String reserved,
            Instant firstReachedAt,
            boolean isStale) {
        return new CountedUsage(
                aggregation,
                new BigDecimal(used),
                new BigDecimal(reserved),
                firstReachedAt,
                PLAN_SINCE,
                isStale);
    }

    private static Limit hard(String quantity) {
        return limit(quantity, Enforcement.HARD, "0", Duration.ZERO, WhenStale.DENY);
    }

    private static Limit rolling(String quantity, WhenStale whenStale) {
        return new Limit(
                "calls",
                "calls",
                LimitWindow.PT60M,
                null,
                null,
                new BigDecimal(quantity),
                Enforcement.HARD,
                BigDecimal.ZERO,
                Duration.ZERO,
                whenStale,
                Limit.DEFAULT_THRESHOLDS);
    }

    private static Limit ofDimension(String key, String value) {
        return new Limit(
                key,
                "calls",
                LimitWindow.PERIOD,
                "model",
                value,
                BigDecimal.TEN,
                Enforcement.HARD,
                BigDecimal.ZERO,
                Duration.ZERO,
                WhenStale.DENY,
                Limit.DEFAULT_THRESHOLDS);
    }

    private static Limit limit(
            String quantity,
            Enforcement enforcement,
            String burst,
            Duration grace,
            WhenStale whenStale) {
        return new Limit(
                "calls",
                "calls",
                LimitWindow.PERIOD,
                null,
                null,
                quantity == null ? null : new BigDecimal(quantity),
                enforcement,
                new BigDecimal(burst),
                grace,
                whenStale,
                Limit.DEFAULT_THRESHOLDS);
    }
}
