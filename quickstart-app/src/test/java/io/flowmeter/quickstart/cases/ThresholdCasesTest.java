package io.flowmeter.quickstart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.CrossingDetector;
import io.flowmeter.core.threshold.CrossingDetector.Direction;
import io.flowmeter.core.threshold.CrossingDetector.Step;
import io.flowmeter.core.threshold.Entitlement;
import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.core.threshold.ThresholdState;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdCasesTest {

    static List<MeteringCase> series() {
        return MeteringCase.required("threshold");
    }

    static List<MeteringCase> states() {
        return MeteringCase.required("threshold_state");
    }

    @ParameterizedTest
    @MethodSource("series")
    void eachStepCrossesWhatTheCaseExpects(MeteringCase wanted) {
        LimitCase limited = LimitCase.ofSteps(wanted);
        List<ThresholdState> states = List.of();

        for (int i = 0; i < limited.values().size(); i++) {
            Step step = CrossingDetector.judge(limited.limit(), states, limited.values().get(i));
            states = step.states();

            assertThat(step.passages())
                    .allMatch(passage -> passage.direction() == Direction.CROSSED)
                    .extracting(passage -> passage.threshold().text())
                    .isEqualTo(limited.crossed().get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsActiveIsWhatTheCaseExpects(MeteringCase wanted) {
        LimitCase limited = LimitCase.ofState(wanted);
        BigDecimal usage = limited.values().get(0);
        List<String> active = limited.crossed().get(0);

        Step step = CrossingDetector.judge(limited.limit(), List.of(), usage);

        assertThat(step.states())
                .allMatch(ThresholdState::isActive)
                .extracting(ThresholdState::threshold)
                .containsExactlyInAnyOrderElementsOf(active);
        assertThat(Entitlement.crossed(limited.limit(), usage))
                .extracting(Threshold::text)
                .containsExactlyInAnyOrderElementsOf(active);
    }

    /** The highest, which is all that the peer tells, is among ours. */
    @ParameterizedTest
    @MethodSource("states")
    void whatThePeerTellsIsActiveHereToo(MeteringCase wanted) {
        boolean isPercentage = wanted.expected().has("active_peer_percent");
        String field = isPercentage ? "active_peer_percent" : "active_peer";
        List<String> ours = LimitCase.ofState(wanted).crossed().get(0);

        assertThat(wanted.expected().get(field)).hasSize(1);
        assertThat(wanted.expected().get(field.replace("peer", "all"))).hasSize(ours.size());
        assertThat(wanted.expected().get(field.replace("peer", "all")))
                .contains(wanted.expected().get(field).get(0));
    }

    /** Note of thr-12: a threshold of no balance is active exactly where nothing is left. */
    @Test
    void aBalanceOfNothingIsReachedOnlyWhereNothingIsLeft() {
        LimitCase limited = LimitCase.ofState(MeteringCase.named("thr-12"));
        BigDecimal almostAll = limited.values().get(0).subtract(new BigDecimal("0.01"));

        Step step = CrossingDetector.judge(limited.limit(), List.of(), almostAll);

        assertThat(step.states())
                .extracting(ThresholdState::threshold)
                .containsExactlyInAnyOrder("80", "90");
    }
}
