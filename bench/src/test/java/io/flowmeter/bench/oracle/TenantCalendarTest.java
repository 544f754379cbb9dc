package io.flowmeter.bench.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantCalendarTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T10:00:00Z, UTC,                2026-03-10T00:00:00Z, 2026-03-11T00:00:00Z",
        "2026-03-10T23:30:00Z, Asia/Kolkata,       2026-03-10T18:30:00Z, 2026-03-11T18:30:00Z",
        "2026-03-29T12:00:00Z, Europe/Berlin,      2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        // Clocks skip midnight: the day begins at 01:00.
        "2023-04-28T12:00:00Z, Africa/Cairo,       2023-04-27T22:00:00Z, 2023-04-28T21:00:00Z",
        // Midnight comes twice: the day begins with the first, and has 25 hours.
        "2026-11-01T04:30:00Z, America/Havana,     2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        "2026-11-01T05:30:00Z, America/Havana,     2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z",
        // Clocks went back over midnight: the old date again, but the new day had begun.
        "2018-02-18T02:30:00Z, America/Sao_Paulo,  2018-02-17T02:00:00Z, 2018-02-18T03:00:00Z",
    })
    void dayIsTheLocalOne(Instant time, ZoneId zone, Instant start, Instant end) {
        assertThat(TenantCalendar.day(time, zone)).isEqualTo(Span.of(start, end));
    }

    /** Those with a case's name are from metering-cases.json. */
    @ParameterizedTest
    @CsvSource({
        // period-01
        "2025-02-20T00:00:00Z, UTC, 12, 2024-02-29, 2024-02-29T00:00:00Z, 2025-02-28T00:00:00Z",
        "2025-03-10T00:00:00Z, UTC, 12, 2024-02-29, 2025-02-28T00:00:00Z, 2026-02-28T00:00:00Z",
        // period-05
        "2021-05-31T00:00:00Z, UTC, 3,  2021-04-30, 2021-04-30T00:00:00Z, 2021-07-30T00:00:00Z",
        "2021-07-29T00:00:00Z, UTC, 3,  2021-04-30, 2021-04-30T00:00:00Z, 2021-07-30T00:00:00Z",
        "2021-07-30T00:00:00Z, UTC, 3,  2021-04-30, 2021-07-30T00:00:00Z, 2021-10-30T00:00:00Z",
        // period-07
        "2023-02-28T18:00:00Z, Asia/Kolkata, 1, , 2023-01-31T18:30:00Z, 2023-02-28T18:30:00Z",
        "2023-02-28T19:00:00Z, Asia/Kolkata, 1, , 2023-02-28T18:30:00Z, 2023-03-31T18:30:00Z",
        // Before the anchor, and from the anchor itself: 31 January, 28 February, 31 March.
        "2026-03-30T00:00:00Z, UTC, 1,  2026-05-31, 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z",
        "2026-05-10T00:00:00Z, UTC, 3,  ,           2026-04-01T00:00:00Z, 2026-07-01T00:00:00Z",
        "1970-01-01T00:00:00Z, UTC, 12, ,           1970-01-01T00:00:00Z, 1971-01-01T00:00:00Z",
    })
    void periodIsTheTenantsOwn(
            Instant time, ZoneId zone, int months, LocalDate anchor, Instant start, Instant end) {
        assertThat(TenantCalendar.period(time, zone, months, anchor))
                .isEqualTo(Span.of(start, end));
    }
}
