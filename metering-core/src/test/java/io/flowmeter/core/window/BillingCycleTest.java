package io.flowmeter.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.window.BillingCycle.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingCycleTest {

    @ParameterizedTest(name = "case period-01: year from 29 February at {0}")
    @CsvSource({
        "2025-02-20, 2024-02-29, 2025-02-28",
        "2025-03-10, 2025-02-28, 2026-02-28",
        "2025-02-28, 2025-02-28, 2026-02-28",
        "2028-02-28, 2027-02-28, 2028-02-29",
    })
    void yearFromALeapDayBeginsOnTheLastOfFebruary(LocalDate at, LocalDate start, LocalDate end) {
        BillingCycle cycle = anniversary(Interval.YEAR, "2024-02-29");

        assertThat(cycle.periodContaining(utc(at))).isEqualTo(new Window(utc(start), utc(end)));
    }

    @ParameterizedTest(name = "case period-05: quarter from 30 April at {0}")
    @CsvSource({
        "2021-05-31, 2021-04-30, 2021-07-30",
        "2021-07-29, 2021-04-30, 2021-07-30",
        "2021-07-30, 2021-07-30, 2021-10-30",
        "2021-08-15, 2021-07-30, 2021-10-30",
        "2022-02-01, 2022-01-30, 2022-04-30",
        "2021-04-29, 2021-01-30, 2021-04-30",
    })
    void quarterBeginsOnTheAnchorsDay(LocalDate at, LocalDate start, LocalDate end) {
        BillingCycle cycle = anniversary(Interval.QUARTER, "2021-04-30");

        assertThat(cycle.periodContaining(utc(at))).isEqualTo(new Window(utc(start), utc(end)));
    }

    @ParameterizedTest(name = "case period-07: calendar month in Kolkata at {0}")
    @CsvSource({
        "2023-02-28T18:00:00Z, 2023-01-31T18:30:00Z, 2023-02-28T18:30:00Z",
        "2023-02-28T19:00:00Z, 2023-02-28T18:30:00Z, 2023-03-31T18:30:00Z",
    })
    void calendarMonthIsTheTenantsOwn(Instant at, Instant start, Instant end) {
        BillingCycle cycle = calendar(Interval.MONTH, "Asia/Kolkata");

        assertThat(cycle.periodContaining(at)).isEqualTo(new Window(start, end));
    }

    @ParameterizedTest(name = "day {0} of the month, at {1}")
    @CsvSource({
        "31, 2026-01-31, 2026-01-31, 2026-02-28",
        "31, 2026-02-27, 2026-01-31, 2026-02-28",
        "31, 2026-02-28, 2026-02-28, 2026-03-31",
        "31, 2026-03-30, 2026-02-28, 2026-03-31",
        "31, 2026-04-30, 2026-04-30, 2026-05-31",
        "31, 2028-02-28, 2028-01-31, 2028-02-29",
        "30, 2026-02-28, 2026-02-28, 2026-03-30",
        "30, 2026-03-29, 2026-02-28, 2026-03-30",
        "29, 2028-02-29, 2028-02-29, 2028-03-29",
        "28, 2026-02-28, 2026-02-28, 2026-03-28",
        "1, 2026-02-28, 2026-02-01, 2026-03-01",
        "15, 2026-01-14, 2025-12-15, 2026-01-15",
        "15, 2019-12-31, 2019-12-15, 2020-01-15",
    })
    void monthBeginsOnTheAnchorsDayOrTheMonthsLast(
            int day, LocalDate at, LocalDate start, LocalDate end) {
        BillingCycle cycle =
                new BillingCycle(ZoneOffset.UTC, Interval.MONTH, LocalDate.of(2024, 1, day));

        assertThat(cycle.periodContaining(utc(at))).isEqualTo(new Window(utc(start), utc(end)));
    }

    @ParameterizedTest(name = "calendar {0} at {1}")
    @CsvSource({
        "MONTH, 2026-02-28, 2026-02-01, 2026-03-01",
        "QUARTER, 2026-03-31, 2026-01-01, 2026-04-01",
        "QUARTER, 2026-04-01, 2026-04-01, 2026-07-01",
        "YEAR, 2026-12-31, 2026-01-01, 2027-01-01",
        "YEAR, 1969-07-20, 1969-01-01, 1970-01-01",
    })
    void cycleWithoutAnAnchorFollowsTheCalendar(
            Interval interval, LocalDate at, LocalDate start, LocalDate end) {
        BillingCycle cycle = calendar(interval, "UTC");

        assertThat(cycle.periodContaining(utc(at))).isEqualTo(new Window(utc(start), utc(end)));
    }

    @Test
    void tenantNobodyDescribedIsBilledByCalendarMonthsInUtc() {
        assertThat(BillingCycle.DEFAULT.periodContaining(Instant.parse("2026-03-31T23:59:59.999Z")))
                .isEqualTo(
                        new Window(
                                Instant.parse("2026-03-01T00:00:00Z"),
                                Instant.parse("2026-04-01T00:00:00Z")));
    }

    @ParameterizedTest(name = "{0} at {1}: {4} hours")
    @CsvSource({
        "America/Los_Angeles, 2025-03-09T18:00:00Z, 2025-03-09T08:00:00Z, 2025-03-10T07:00:00Z, 23",
        "America/Los_Angeles, 2025-11-02T18:00:00Z, 2025-11-02T07:00:00Z, 2025-11-03T08:00:00Z, 25",
        "Europe/Berlin, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 23",
        "Asia/Kolkata, 2026-03-29T12:00:00Z, 2026-03-28T18:30:00Z, 2026-03-29T18:30:00Z, 24",
        "Asia/Kathmandu, 2026-03-29T12:00:00Z, 2026-03-28T18:15:00Z, 2026-03-29T18:15:00Z, 24",
        // Midnight itself is skipped: the day begins at 01:00.
        "Africa/Cairo, 2024-04-26T12:00:00Z, 2024-04-25T22:00:00Z, 2024-04-26T21:00:00Z, 23",
        "America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z, 23",
        // Midnight comes twice: the day begins with the first.
        "America/Havana, 2025-11-02T12:00:00Z, 2025-11-02T04:00:00Z, 2025-11-03T05:00:00Z, 25",
        // The hour before midnight comes twice: both belong to the old day.
        "America/Sao_Paulo, 2019-02-17T02:30:00Z, 2019-02-16T02:00:00Z, 2019-02-17T03:00:00Z, 25",
        // 30 December 2011 does not exist.
        "Pacific/Apia, 2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z, 24",
        "Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z, 24",
        // One minute after midnight, back to 23:01: the new day has begun and goes on.
        "America/St_Johns, 2010-11-07T02:45:00Z, 2010-11-07T02:30:00Z, 2010-11-08T03:30:00Z, 25",
    })
    void dayIsAsLongAsTheClocksMakeIt(
            ZoneId zone, Instant at, Instant start, Instant end, int hours) {
        Window day = new BillingCycle(zone, Interval.MONTH, null).dayContaining(at);

        assertThat(day).isEqualTo(new Window(start, end));
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void periodAnchoredOnASkippedDayBeginsWithTheNext() {
        BillingCycle cycle =
                new BillingCycle(
                        ZoneId.of("Pacific/Apia"), Interval.MONTH, LocalDate.of(2011, 1, 30));
        Instant newYearsEve = Instant.parse("2011-12-30T10:00:00Z");

        assertThat(cycle.periodContaining(newYearsEve).start()).isEqualTo(newYearsEve);
        assertThat(cycle.periodContaining(newYearsEve.minusMillis(1)).end()).isEqualTo(newYearsEve);
    }

    private static BillingCycle anniversary(Interval interval, String anchor) {
        return new BillingCycle(ZoneOffset.UTC, interval, LocalDate.parse(anchor));
    }

    private static BillingCycle calendar(Interval interval, String zone) {
        return new BillingCycle(ZoneId.of(zone), interval, null);
    }

    private static Instant utc(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
