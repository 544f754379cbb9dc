package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateTest {
    private static final String MARCH = "2026-03-01T00:00:00Z";

    @ParameterizedTest
    @CsvSource({
        "SUM,          '5 events, 14'",
        "COUNT,        '5 events, 5'",
        "AVG,          '5 events, 14'",
        "MAX,          '5 events, 9'",
        "MIN,          '5 events, -1'",
        "LAST,         '5 events, 2 by d'",
        "UNIQUE_COUNT, '5 events, 4'",
    })
    void aggregationMakesOneQuantity(String aggregation, String expected) {
        TestLog log = new TestLog().meter("m", aggregation, "");
        int[] values = {9, -1, 2, 2, 2};
        String[] ids = {"a", "b", "c", "d", "D"};
        for (int i = 0; i < values.length; i++) {
            String time = TestLog.START.plusSeconds(Math.min(i, 2)).toString();
            String n = i == 4 ? "2.0" : Integer.toString(values[i]);
            log.event(0, i, ids[i], time, "{'n':" + n + "}");
        }

        assertThat(log.aggregate("m", "PERIOD", MARCH).map(text -> text.replace("14.0", "14")))
                .isEqualTo(Optional.of(expected));
    }

    /** Case dedup-01 of metering-cases.json, with fewer copies. */
    @Test
    void eventSentAHundredTimesCountsOnce() {
        TestLog log = new TestLog().meter("m", "COUNT", "");
        for (int i = 0; i < 100; i++) {
            log.event(i % 4, i, "same-id", 100);
        }

        assertThat(log.aggregate("m", "PERIOD", MARCH)).isEqualTo(Optional.of("1 events, 1"));
    }

    @Test
    void lastTieGoesToTheBytewiseGreatestId() {
        TestLog log = new TestLog().meter("m", "LAST", "");
        log.event(0, 0, "\uFFFF", 1).event(0, 0, "\uD83D\uDE00", 2).event(0, 0, "z", 3);

        assertThat(log.aggregate("m", "PERIOD", MARCH))
                .isEqualTo(Optional.of("3 events, 2 by \uD83D\uDE00"));
    }

    @ParameterizedTest
    @CsvSource({
        "COUNT,        '0 events, 0'",
        "UNIQUE_COUNT, '0 events, 0'",
        "SUM,          '0 events, none'",
        "LAST,         '0 events, none'",
    })
    void windowStaysWhenItsLastEventWasVoided(String aggregation, String expected) {
        TestLog log = new TestLog().meter("m", aggregation, "").event(0, 0, "a", 1);
        log.correction(0, 1, "v", "a", "");

        assertThat(log.aggregate("m", "MINUTE", "2026-03-10T10:00:00Z"))
                .isEqualTo(Optional.of(expected));
    }

    @Test
    void voidBringsBackTheValueBefore() {
        TestLog log = new TestLog().meter("m", "MAX", "").event(0, 0, "a", 1);
        log.event(0, 0, "b", 5).correction(0, 1, "v", "b", "");

        assertThat(log.aggregate("m", "PERIOD", MARCH)).isEqualTo(Optional.of("1 events, 1"));
    }

    @Test
    void onlyYoungEventsHaveAMinute() {
        TestLog log =
                new TestLog()
                        .catalog(
                                "default",
                                "NAMESPACE",
                                "default",
                                2,
                                "{'allowedLatenessSeconds':null}")
                        .meter("m", "COUNT", "")
                        .event(0, 0, "a", "2026-03-08T10:00:00.000Z", "{}")
                        .event(0, 0, "b", "2026-03-08T09:59:59.999Z", "{}");

        assertThat(log.aggregate("m", "MINUTE", "2026-03-08T10:00:00Z")).isPresent();
        assertThat(log.aggregate("m", "MINUTE", "2026-03-08T09:59:00Z")).isEmpty();
        assertThat(log.aggregate("m", "QUARTER_HOUR", "2026-03-08T09:45:00Z")).isPresent();
    }

    @Test
    void dimensionSetsHaveRowsOfTheirOwn() {
        TestLog log =
                new TestLog()
                        .meter("m", "SUM", "'groupBy':{'model':'$.model'}")
                        .event(0, 0, "a", TestLog.START.toString(), "{'n':1,'model':'x'}")
                        .event(0, 0, "b", TestLog.START.toString(), "{'n':2,'model':'y'}");

        assertThat(log.aggregate("m", "PERIOD", MARCH)).isEqualTo(Optional.of("2 events, 3"));
        assertThat(log.aggregate("m", "PERIOD", MARCH, "{'model':'y'}"))
                .isEqualTo(Optional.of("1 events, 2"));
        assertThat(Series.overCap(log.expectation().outcomes())).isEmpty();

        log.event(0, 0, "c", TestLog.START.toString(), "{'n':2,'model':'z'}");
        assertThat(Series.overCap(log.expectation().outcomes()))
                .containsExactly(new Series("default", "acme", "m"));
        assertThat(new ExpectedAggregates(log.expectation().outcomes(), Instant.EPOCH).keys())
                .as("only totals: minute, quarter-hour, day, period")
                .hasSize(4);
    }
}
