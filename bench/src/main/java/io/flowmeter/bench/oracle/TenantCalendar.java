package io.flowmeter.bench.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Local days and billing periods. A day begins with its first instant on the clocks of the zone: at
 * the first of two midnights, or when clocks that skip midnight go on. Periods begin with the
 * anchor's day, a whole number of intervals after or before it; where a month lacks that day, with
 * its last day.
 */
final class TenantCalendar {
    private static final LocalDate CALENDAR = LocalDate.of(2000, 1, 1);

    private TenantCalendar() {}

    static Span day(Instant time, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(time, zone);
        for (LocalDate day = today.minusDays(1); ; day = day.plusDays(1)) {
            Span span = Span.of(begin(day, zone), begin(day.plusDays(1), zone));
            if (span.contains(time.toEpochMilli())) {
                return span;
            }
        }
    }

    /**
     * @param months length of a period
     * @param anchor null: the first day of a year, quarter or month
     */
    static Span period(Instant time, ZoneId zone, int months, @Nullable LocalDate anchor) {
        LocalDate first = anchor == null ? CALENDAR : anchor;
        long monthsSince = ChronoUnit.MONTHS.between(first, LocalDate.ofInstant(time, zone));
        for (long index = monthsSince / months - 3; ; index++) {
            Span span =
                    Span.of(
                            begin(first.plusMonths(index * months), zone),
                            begin(first.plusMonths((index + 1) * months), zone));
            if (span.contains(time.toEpochMilli())) {
                return span;
            }
        }
    }

    private static Instant begin(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
