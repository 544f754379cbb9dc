package io.flowmeter.bench.oracle;

import static io.flowmeter.bench.oracle.CrossingLog.limit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits on windows that roll, that end, and that are months. The start is 10:00 of March 10th. */
class RollingCrossingsTest {
    private static final String WHOLE = "'thresholds':['100%']";
    private static final long HOUR = 3_600;

    @Test
    void rollingQuantityRecoversWhenItsSliceLeaves() {
        TestLog log = new TestLog().meter("n", "SUM", "");
        log.event(0, 1, "a", "2026-03-10T09:01:59Z", "{'n':4}").event(0, 2, "b", 4);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PT60M", "'5'", WHOLE));

        assertThat(acme.crossings(2 * HOUR))
                .containsExactly("2 n 100% CROSSED 1 at 8 of 5", "60 n 100% RECOVERED 1 at 4 of 5");
    }

    @Test
    void whatLeavesAndWhatEntersInOneMillisecondAreTwoSteps() {
        TestLog log = new TestLog().meter("n", "SUM", "");
        log.event(0, 1, "a", "2026-03-10T09:01:00Z", "{'n':5}").event(0, 60, "b", 6);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PT60M", "'5'", WHOLE));

        assertThat(acme.crossings(70))
                .containsExactly(
                        "1 n 100% CROSSED 1 at 5 of 5",
                        "60 n 100% RECOVERED 1 at 0 of 5", "60 n 100% CROSSED 2 at 6 of 5");
    }

    @Test
    void quarterHoursLeaveTheDay() {
        TestLog log = new TestLog().meter("n", "COUNT", "");
        log.event(0, 1, "a", "2026-03-09T10:20:00Z", "{'n':0}").event(0, 2, "b", 0);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "PT24H", "'2'", WHOLE));

        assertThat(acme.crossings(HOUR))
                .containsExactly(
                        "2 n 100% CROSSED 1 at 2 of 2", "900 n 100% RECOVERED 1 at 1 of 2");
    }

    @Test
    void limitOnARollingWindowCountsWhatIsInsideWhenItComes() {
        TestLog log = new TestLog().meter("n", "SUM", "").event(0, 1, "a", 4);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 5, limit("n", "P30D", "'4'", WHOLE)).limits(2, 6);

        assertThat(acme.crossings(9))
                .containsExactly(
                        "5 n 100% CROSSED 1 at 4 of 4", "6 n 100% RECOVERED 1 at 4 of none");
    }

    @Test
    void windowThatHasEndedKeepsItsLimits() {
        TestLog log =
                new TestLog()
                        .meter("n", "SUM", "")
                        .catalog("default", "NAMESPACE", "default", 2, unlimitedLateness());
        log.event(0, 1, "a", "2026-02-28T23:00:00Z", "{'n':4}");
        long later = Duration.ofHours(1).toSeconds();
        log.event(0, later, "b", "2026-02-28T23:00:00Z", "{'n':4}");
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, -20 * 24 * HOUR, limit("n", "PERIOD", "'8'", WHOLE))
                .limits(2, 2, limit("n", "PERIOD", "'1'", WHOLE))
                .limits(3, later + 1);

        assertThat(acme.crossings(later + 9)).containsExactly("3600 n 100% CROSSED 1 at 8 of 8");
    }

    @Test
    void monthIsTheCalendarsWhateverTheBillingPeriodIs() {
        TestLog log =
                new TestLog()
                        .meter("n", "SUM", "")
                        .catalog(
                                "default",
                                "TENANT",
                                "acme",
                                1,
                                "{'timeZone':'Europe/Berlin','billingInterval':'MONTH',"
                                        + "'billingAnchor':'2026-01-10',"
                                        + "'effectiveFrom':'2026-01-01T00:00:00Z'}");
        // Both in the tenant's March; the period that begins on the 10th has the first only.
        log.event(0, 1, "a", "2026-03-10T00:30:00Z", "{'n':4}");
        log.event(0, 2, "b", "2026-03-09T22:30:00Z", "{'n':4}");
        CrossingLog acme = new CrossingLog(log);

        acme.limits(
                1,
                0,
                limit("n", "MONTH", "'8'", WHOLE),
                "{'key':'period','meter':'n','window':'PERIOD','quantity':'8'," + WHOLE + "}");

        assertThat(acme.crossings(9)).containsExactly("2 n 100% CROSSED 1 at 8 of 8");
        assertThat(log.aggregate("n", "MONTH", "2026-02-28T23:00:00Z")).contains("2 events, 8");
        assertThat(log.aggregate("n", "PERIOD", "2026-02-09T23:00:00Z")).contains("1 events, 4");
    }

    @Test
    void monthOfAQuarterIsOneWindowAlsoWhereACutMakesBothTheSame() {
        TestLog log =
                new TestLog()
                        .meter("n", "SUM", "")
                        .catalog("default", "TENANT", "acme", 1, quarterly("2026-03-10T09:00:00Z"))
                        .catalog(
                                "default",
                                "TENANT",
                                "acme",
                                2,
                                quarterly("2026-03-10T11:00:00Z"),
                                TestLog.START.plusSeconds(2));
        log.event(0, 1, "a", 4).event(0, 3, "b", 4);
        CrossingLog acme = new CrossingLog(log);

        acme.limits(1, 0, limit("n", "MONTH", "'8'", WHOLE));

        assertThat(acme.crossings(9)).containsExactly("3 n 100% CROSSED 1 at 8 of 8");
        assertThat(log.aggregate("n", "MONTH", "2026-03-10T09:00:00Z")).contains("2 events, 8");
        assertThat(log.aggregate("n", "PERIOD", "2026-03-10T09:00:00Z")).contains("2 events, 8");
    }

    private static String quarterly(String effectiveFrom) {
        return "{'timeZone':'UTC','billingInterval':'QUARTER','billingAnchor':null,"
                + "'effectiveFrom':'%s'}".formatted(effectiveFrom);
    }

    private static String unlimitedLateness() {
        return "{'allowedLatenessSeconds':null}";
    }
}
