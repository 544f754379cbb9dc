package io.flowmeter.core.threshold;

import static io.flowmeter.core.threshold.TestLimits.limit;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.CrossingDetector.Passage;
import io.flowmeter.core.threshold.CrossingDetector.Step;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingDetectorTest {

    private List<ThresholdState> states = List.of();

    @Test
    void severalThresholdsPassedAtOnceAreAllReportedTheLowestFirst() {
        var limit = limit("1000");

        assertThat(judge(limit, "920"))
                .containsExactly(
                        "CROSSED 75% 1 at 750", "CROSSED 80% 1 at 800", "CROSSED 90% 1 at 900");
        assertThat(judge(limit, "1000"))
                .containsExactly("CROSSED 95% 1 at 950", "CROSSED 100% 1 at 1000");
    }

    @Test
    void theLowestComesFirstHoweverTheyAreListed() {
        var limit = limit("100", "100%", "75%", "90", "5", "80%");

        assertThat(judge(limit, "500"))
                .containsExactly(
                        "CROSSED 5 1 at 5",
                        "CROSSED 75% 1 at 75",
                        "CROSSED 80% 1 at 80",
                        "CROSSED 90 1 at 90",
                        "CROSSED 100% 1 at 100");
    }

    @Test
    void whatIsNotCrossedIsNotSaidToBe() {
        var nothing = limit("0", "100%", "0");

        assertThat(judge(nothing, "0")).isEmpty();
        assertThat(Entitlement.crossed(nothing, BigDecimal.ZERO)).isEmpty();
    }

    @Test
    void aThresholdIsCrossedOnceByTheFirstQuantityThatIsNotBelowIt() {
        var limit = limit("1000", "80%");

        assertThat(judge(limit, "799.999999999999999999")).isEmpty();
        assertThat(states).isEmpty();
        assertThat(judge(limit, "800")).containsExactly("CROSSED 80% 1 at 800");
        assertThat(judge(limit, "800")).isEmpty();
        assertThat(judge(limit, "5000")).isEmpty();
        assertThat(states).containsExactly(new ThresholdState("80%", 1, true));
    }

    @Test
    void belowItRecoversOnceAndCanBeCrossedAnew() {
        var limit = limit("100", "80%");

        assertThat(judge(limit, "80")).containsExactly("CROSSED 80% 1 at 80");
        assertThat(judge(limit, "79.5")).containsExactly("RECOVERED 80% 1 at 80");
        assertThat(judge(limit, "3")).isEmpty();
        assertThat(states).containsExactly(new ThresholdState("80%", 1, false));
        assertThat(judge(limit, "80")).containsExactly("CROSSED 80% 2 at 80");
        assertThat(judge(limit, "0")).containsExactly("RECOVERED 80% 2 at 80");
        assertThat(judge(limit, "90")).containsExactly("CROSSED 80% 3 at 80");
        assertThat(states).containsExactly(new ThresholdState("80%", 3, true));
    }

    @Test
    void ofSeveralThresholdsEachCountsItsOwnCrossings() {
        var limit = limit("100", "50%", "90%");

        judge(limit, "95");
        assertThat(judge(limit, "60")).containsExactly("RECOVERED 90% 1 at 90");
        assertThat(judge(limit, "91")).containsExactly("CROSSED 90% 2 at 90");
        assertThat(judge(limit, "10"))
                .containsExactly("RECOVERED 50% 1 at 50", "RECOVERED 90% 2 at 90");
    }

    @Test
    void aLoweredLimitIsCrossedByAQuantityThatStandsStill() {
        assertThat(judge(limit("100", "70", "75%"), "60")).isEmpty();

        assertThat(judge(limit("80", "70", "75%"), "60")).containsExactly("CROSSED 75% 1 at 60");
    }

    @Test
    void aRaisedLimitRecoversUnderAQuantityThatStandsStill() {
        assertThat(judge(limit("100", "70", "75%"), "75"))
                .containsExactly("CROSSED 70 1 at 70", "CROSSED 75% 1 at 75");

        assertThat(judge(limit("1000", "70", "75%"), "75"))
                .containsExactly("RECOVERED 75% 1 at 750");
        assertThat(judge(limit("100", "70", "75%"), "75")).containsExactly("CROSSED 75% 2 at 75");
    }

    @Test
    void aLimitThatIsGoneTakesItsCrossingsAlong() {
        judge(limit("100", "5", "80%"), "85");

        assertThat(judge(null, "85"))
                .containsExactly("RECOVERED 5 1 at null", "RECOVERED 80% 1 at null");
        assertThat(judge(null, "85")).isEmpty();
        assertThat(judge(limit("100", "80%"), "85")).containsExactly("CROSSED 80% 2 at 80");
    }

    @Test
    void aThresholdThatIsNoLongerListedRecoversAndTheOthersStay() {
        judge(limit("100", "50%", "80%"), "85");

        assertThat(judge(limit("100", "80%"), "85")).containsExactly("RECOVERED 50% 1 at null");
        assertThat(judge(limit("100", "80%"), "86")).isEmpty();
        assertThat(judge(limit("100", "50%", "80%"), "86")).containsExactly("CROSSED 50% 2 at 50");
    }

    @Test
    void withoutALimitQuantitiesAreCrossedAndPercentagesAreNot() {
        var unlimited = limit(null, "80%", "500");

        assertThat(judge(unlimited, "400")).isEmpty();
        assertThat(judge(unlimited, "1000000")).containsExactly("CROSSED 500 1 at 500");
        assertThat(judge(unlimited, "499.9")).containsExactly("RECOVERED 500 1 at 500");
    }

    @Test
    void becomingUnlimitedRecoversPercentagesOnly() {
        judge(limit("100", "80%", "50"), "90");

        assertThat(judge(limit(null, "80%", "50"), "90"))
                .containsExactly("RECOVERED 80% 1 at null");
        assertThat(judge(limit("100", "80%", "50"), "90")).containsExactly("CROSSED 80% 2 at 80");
    }

    @Test
    void nothingUsedReachesNothingNotEvenALimitOfNothing() {
        var nothing = limit("0", "50%", "100%", "0");

        assertThat(judge(nothing, "0")).isEmpty();
        assertThat(judge(nothing, "-3")).isEmpty();
        assertThat(judge(nothing, "0.000000000000000001"))
                .containsExactlyInAnyOrder(
                        "CROSSED 50% 1 at 0", "CROSSED 100% 1 at 0", "CROSSED 0 1 at 0");
        assertThat(judge(nothing, "0"))
                .containsExactlyInAnyOrder(
                        "RECOVERED 50% 1 at 0", "RECOVERED 100% 1 at 0", "RECOVERED 0 1 at 0");
    }

    @Test
    void aQuantityBelowZeroRecoversWhatWasCrossed() {
        judge(limit("10", "100%"), "10");

        assertThat(judge(limit("10", "100%"), "-1")).containsExactly("RECOVERED 100% 1 at 10");
    }

    @Test
    void thresholdsBeyondTheLimitAreCrossedBeyondIt() {
        var limit = limit("95", "100%", "110%", "120%");

        assertThat(judge(limit, "110"))
                .containsExactly("CROSSED 100% 1 at 95", "CROSSED 110% 1 at 104.5");
        assertThat(judge(limit, "114")).containsExactly("CROSSED 120% 1 at 114");
    }

    @Test
    void differentThresholdsAtOneQuantityAreCrossedEachForItself() {
        assertThat(judge(limit("100", "80%", "80"), "80"))
                .containsExactlyInAnyOrder("CROSSED 80% 1 at 80", "CROSSED 80 1 at 80");
    }

    @Test
    void whatIsGivenIsLeftAsItWas() {
        List<ThresholdState> before = List.of(new ThresholdState("80%", 4, false));

        Step step = CrossingDetector.judge(limit("100", "80%"), before, new BigDecimal("80"));

        assertThat(before).containsExactly(new ThresholdState("80%", 4, false));
        assertThat(step.states()).containsExactly(new ThresholdState("80%", 5, true));
    }

    /** What a quantity passes, after all that was judged before. */
    private List<String> judge(Limit limit, String quantity) {
        Step step = CrossingDetector.judge(limit, states, new BigDecimal(quantity));
        states = step.states();
        return step.passages().stream().map(CrossingDetectorTest::text).toList();
    }

    private static String text(Passage passage) {
        BigDecimal at = passage.thresholdQuantity();
        return passage.direction()
                + " "
                + passage.threshold().text()
                + " "
                + passage.ordinal()
                + " at "
                + (at == null ? null : at.toPlainString());
    }
}
