package io.flowmeter.core.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.threshold.CrossingDetector.Direction;
import io.flowmeter.core.threshold.CrossingDetector.Passage;
import io.flowmeter.core.threshold.CrossingDetector.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any series of quantities under any limits, which may change, go and come at each step. */
class CrossingDetectorPropertyTest {
    private static final List<Threshold> THRESHOLDS =
            List.of(
                    new Threshold("0"),
                    new Threshold("2.5"),
                    new Threshold("5"),
                    new Threshold("12.5%"),
                    new Threshold("50%"),
                    new Threshold("100%"),
                    new Threshold("150%"));

    /**
     * One look at a quantity.
     *
     * @param limit null: none any more
     */
    record Look(Limit limit, BigDecimal quantity) {}

    @Property(seed = "1", tries = 3000)
    void passagesAndStatesAreThoseComputedFromTheWholeSeries(@ForAll("series") List<Look> series) {
        List<Step> steps = judge(series);

        for (Threshold threshold : THRESHOLDS) {
            int crossings = 0;
            boolean wasReached = false;
            for (int i = 0; i < series.size(); i++) {
                boolean isReached = isReached(threshold, series.get(i));
                crossings += isReached && !wasReached ? 1 : 0;

                assertThat(passages(steps.get(i), threshold))
                        .isEqualTo(expected(wasReached, isReached, crossings));
                assertThat(states(steps.get(i), threshold))
                        .isEqualTo(
                                crossings == 0
                                        ? List.of()
                                        : List.of(
                                                new ThresholdState(
                                                        threshold.text(), crossings, isReached)));
                wasReached = isReached;
            }
        }
    }

    @Property(seed = "2", tries = 1000)
    void crossedAndRecoveredAlternateFromCrossedOneOn(@ForAll("series") List<Look> series) {
        List<Step> steps = judge(series);

        for (Threshold threshold : THRESHOLDS) {
            List<String> passed =
                    steps.stream().flatMap(step -> passages(step, threshold).stream()).toList();
            for (int i = 0; i < passed.size(); i++) {
                Direction direction = i % 2 == 0 ? Direction.CROSSED : Direction.RECOVERED;
                assertThat(passed.get(i)).isEqualTo(direction + " " + (i / 2 + 1));
            }
        }
    }

    /** Looking once more finds nothing: a crossing is an edge. */
    @Property(seed = "3", tries = 1000)
    void aSecondLookAtTheSameQuantityPassesNothing(@ForAll("series") List<Look> series) {
        Step last = judge(series).get(series.size() - 1);
        Look look = series.get(series.size() - 1);

        Step again = CrossingDetector.judge(look.limit(), last.states(), look.quantity());

        assertThat(again.passages()).isEmpty();
        assertThat(again.states()).isEqualTo(last.states());
    }

    private static List<Step> judge(List<Look> series) {
        List<Step> steps = new ArrayList<>();
        List<ThresholdState> states = List.of();
        for (Look look : series) {
            Step step = CrossingDetector.judge(look.limit(), states, look.quantity());
            states = step.states();
            steps.add(step);
        }
        return steps;
    }

    /** In other words than the rule's: quantity × 100 against limit × percentage. */
    private static boolean isReached(Threshold threshold, Look look) {
        Limit limit = look.limit();
        if (limit == null || !limit.thresholds().contains(threshold)) {
            return false;
        }
        BigDecimal number = new BigDecimal(threshold.text().replace("%", ""));
        boolean isBelow;
        if (!threshold.text().endsWith("%")) {
            isBelow = look.quantity().subtract(number).signum() < 0;
        } else if (limit.quantity() == null) {
            return false;
        } else {
            BigDecimal hundredfold = look.quantity().multiply(BigDecimal.valueOf(100));
            isBelow = hundredfold.subtract(limit.quantity().multiply(number)).signum() < 0;
        }
        return !isBelow && look.quantity().signum() > 0;
    }

    private static List<String> expected(boolean wasReached, boolean isReached, int crossings) {
        if (wasReached == isReached) {
            return List.of();
        }
        return List.of((isReached ? Direction.CROSSED : Direction.RECOVERED) + " " + crossings);
    }

    private static List<String> passages(Step step, Threshold threshold) {
        return step.passages().stream()
                .filter(passage -> passage.threshold().equals(threshold))
                .map(CrossingDetectorPropertyTest::text)
                .toList();
    }

    private static String text(Passage passage) {
        return passage.direction() + " " + passage.ordinal();
    }

    private static List<ThresholdState> states(Step step, Threshold threshold) {
        return step.states().stream()
                .filter(state -> state.threshold().equals(threshold.text()))
                .toList();
    }

    @Provide
    Arbitrary<List<Look>> series() {
        Arbitrary<BigDecimal> quantities =
                Arbitraries.bigDecimals()
                        .between(BigDecimal.valueOf(-2), BigDecimal.valueOf(13))
                        .ofScale(1);
        Arbitrary<BigDecimal> limitQuantities =
                Arbitraries.integers().between(0, 8).map(BigDecimal::valueOf).injectNull(0.1);
        Arbitrary<List<Threshold>> thresholds =
                Arbitraries.of(THRESHOLDS).set().ofMaxSize(5).map(List::copyOf);
        Arbitrary<Limit> limits =
                Combinators.combine(limitQuantities, thresholds)
                        .as(TestLimits::limit)
                        .injectNull(0.1);
        return Combinators.combine(limits, quantities)
                .as(Look::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
