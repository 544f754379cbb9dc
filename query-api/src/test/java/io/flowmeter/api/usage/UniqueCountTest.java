package io.flowmeter.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UniqueCountTest {

    private static final UniqueCount.Source ACME = new UniqueCount.Source("acme", null);

    @Test
    void oneSliceIsExactWhateverItsSketchEstimates() {
        var count = count(0, 100_003);

        assertThat(count.value()).isEqualTo("100003");
        assertThat(count.isExact()).isTrue();
    }

    @Test
    void unionIsAnEstimateWithinTheBoundsOfItsSlices() {
        var count = count(0, 50_000);
        add(count, 25_000, 75_000);
        add(count, 0, 1);

        assertThat(count.isExact()).isFalse();
        assertThat(count.value()).isBetween(new BigDecimal("71000"), new BigDecimal("79000"));
        assertThat(count.onlySource()).isEqualTo(ACME);
    }

    @Test
    void estimateNeverExceedsTheSumNorFallsBelowTheGreatest() {
        var disjoint = count(0, 40_000);
        add(disjoint, 40_000, 80_000);
        var same = count(0, 40_000);
        add(same, 0, 40_000);

        assertThat(disjoint.value()).isLessThanOrEqualTo(new BigDecimal("80000"));
        assertThat(same.value()).isGreaterThanOrEqualTo(new BigDecimal("40000"));
    }

    private static UniqueCount count(int from, int to) {
        var count = new UniqueCount();
        add(count, from, to);
        return count;
    }

    private static void add(UniqueCount count, int from, int to) {
        count.add(ACME, to - from, BigDecimal.valueOf(to - from), UsageFixture.sketch(from, to));
    }
}
