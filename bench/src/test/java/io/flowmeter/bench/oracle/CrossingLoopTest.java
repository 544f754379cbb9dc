package io.flowmeter.bench.oracle;

import static io.flowmeter.bench.oracle.CrossingLog.limit;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Hand-made logs and what they cross; times are seconds after the start, of append. */
class CrossingLoopTest {
    private static final String HALF_AND_WHOLE = "'thresholds':['50%','100%']";
    private static final String WHOLE = "'thresholds':['100%']";

    @Test
    void eachThresholdIsCrossedOnceAndSeveralAtOnce() {
        TestLog log = new TestLog().meter("n", "SUM", "");
        log.event(0, 1, "a", 4).event(0, 2, "b", 1).event(0, 3, "c", 1).event(0, 4, "d", 9);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PERIOD", "'10'", "'thresholds':['50%','80%','100%','7']"));

        assertThat(acme.crossings(9))
                .containsExactly(
                        "2 n 50% CROSSED 1 at 5 of 10",
                        "4 n 80% CROSSED 1 at 15 of 10",
                        "4 n 100% CROSSED 1 at 15 of 10",
                        "4 n 7 CROSSED 1 at 15 of 10");
    }

    @Test
    void nothingIsSettledAfterTheEnd() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 5, "a", 10);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PERIOD", "'10'", WHOLE));

        assertThat(acme.crossings(4)).isEmpty();
        assertThat(acme.crossings(5)).hasSize(1);
    }

    @Test
    void voidRecoversAndTheNextCrossingIsTheSecond() {
        TestLog log = new TestLog().meter("n", "COUNT", "");
        log.event(0, 1, "a", 0).event(0, 2, "b", 0).correction(0, 3, "v", "a", "");
        log.event(0, 4, "c", 0);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PERIOD", "'2'", WHOLE));

        assertThat(acme.crossings(9))
                .containsExactly(
                        "2 n 100% CROSSED 1 at 2 of 2",
                        "3 n 100% RECOVERED 1 at 1 of 2", "4 n 100% CROSSED 2 at 2 of 2");
    }

    @Test
    void whatComesAndGoesInOneMillisecondWasNeverThere() {
        TestLog log = new TestLog().meter("n", "SUM", "");
        log.event(0, 1, "a", 9).event(1, 2, "b", 9).correction(0, 2, "v", "b", "");
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PERIOD", "'10'", WHOLE));

        assertThat(acme.crossings(9)).isEmpty();
    }

    @Test
    void limitsThatChangeCrossAndRecoverWithoutAnEvent() {
        CrossingLog acme = new CrossingLog(sum(1, 6));

        acme.limits(1, 0, limit("n", "PERIOD", "'10'", WHOLE))
                .limits(2, 3, limit("n", "PERIOD", "'6'", WHOLE))
                .limits(3, 4, limit("n", "PERIOD", "'7'", WHOLE))
                .limits(4, 5, limit("n", "PERIOD", "'5'", WHOLE))
                .limits(5, 6, limit("n", "PERIOD", "null", WHOLE))
                .limits(6, 7, limit("n", "PERIOD", "'1'", "'thresholds':['2']"))
                .limits(7, 8);

        assertThat(acme.crossings(9))
                .containsExactly(
                        "3 n 100% CROSSED 1 at 6 of 6",
                        "4 n 100% RECOVERED 1 at 6 of 7",
                        "5 n 100% CROSSED 2 at 6 of 5",
                        "6 n 100% RECOVERED 2 at 6 of none",
                        "7 n 2 CROSSED 1 at 6 of 1",
                        "8 n 2 RECOVERED 1 at 6 of none");
    }

    @Test
    void thresholdThatIsTakenOffTheListRecovers() {
        CrossingLog acme = new CrossingLog(sum(1, 6));

        acme.limits(1, 0, limit("n", "PERIOD", "'10'", HALF_AND_WHOLE))
                .limits(2, 3, limit("n", "PERIOD", "'10'", WHOLE));

        assertThat(acme.crossings(9))
                .containsExactly("1 n 50% CROSSED 1 at 6 of 10", "3 n 50% RECOVERED 1 at 6 of 10");
    }

    @Test
    void ownLimitReplacesThePlansOfItsKey() {
        CrossingLog acme = new CrossingLog(sum(1, 6));

        acme.plan("small", 1, 0, limit("n", "PERIOD", "'5'", WHOLE))
                .subscribed(1, 2, "small", limit("n", "PERIOD", "'9'", WHOLE))
                .subscribed(2, 3, "small")
                .plan("small", 2, 4, limit("n", "PERIOD", "'7'", WHOLE));

        assertThat(acme.crossings(9))
                .containsExactly("3 n 100% CROSSED 1 at 6 of 5", "4 n 100% RECOVERED 1 at 6 of 7");
    }

    @Test
    void limitOfNothingIsCrossedByTheFirstUsage() {
        TestLog log = new TestLog().meter("n", "MAX", "");
        log.event(0, 1, "a", -3).event(0, 2, "b", 0).event(0, 3, "c", 1);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PERIOD", "'0'", WHOLE));

        assertThat(acme.crossings(9)).containsExactly("3 n 100% CROSSED 1 at 1 of 0");
    }

    @Test
    void greatestValueAndDistinctValuesFallWithVoids() {
        TestLog log =
                new TestLog()
                        .meter("max", "MAX", "")
                        .meter("users", "UNIQUE_COUNT", "'valueProperty':'$.n'");
        log.event(0, 1, "a", 5).event(0, 2, "b", 5).event(0, 3, "c", 7);
        log.correction(0, 4, "v1", "c", "").correction(0, 5, "v2", "b", "");
        CrossingLog acme = new CrossingLog(log);

        acme.limits(
                1, 0, limit("max", "PERIOD", "'6'", WHOLE), limit("users", "PERIOD", "'2'", WHOLE));

        assertThat(acme.crossings(9))
                .containsExactlyInAnyOrder(
                        "3 max 100% CROSSED 1 at 7 of 6",
                        "3 users 100% CROSSED 1 at 2 of 2",
                        "4 max 100% RECOVERED 1 at 5 of 6",
                        "4 users 100% RECOVERED 1 at 1 of 2");
    }

    @Test
    void eachValueOfADimensionHasTheLimitUnlessItHasItsOwn() {
        TestLog log = new TestLog().meter("n", "SUM", "'groupBy':{'m':'$.m'}");
        String time = TestLog.START.toString();
        log.event(0, 1, "a", time, "{'n':3,'m':'x'}").event(0, 2, "b", time, "{'n':3,'m':'y'}");
        CrossingLog acme = new CrossingLog(log);

        acme.limits(
                1,
                0,
                limit("n", "PERIOD", "'3'", "'dimension':'m'," + WHOLE),
                "{'key':'own','meter':'n','window':'PERIOD','quantity':'2','dimension':'m',"
                        + "'dimensionValue':'y',"
                        + WHOLE
                        + "}");

        assertThat(acme.crossings(9))
                .containsExactly(
                        "1 {\"m\":\"x\"} n 100% CROSSED 1 at 3 of 3",
                        "2 {\"m\":\"y\"} own 100% CROSSED 1 at 3 of 2");
    }

    private static TestLog sum(long second, int n) {
        return new TestLog().meter("n", "SUM", "").event(0, second, "a", n);
    }
}
