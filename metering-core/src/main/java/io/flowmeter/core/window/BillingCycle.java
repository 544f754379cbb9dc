package io.flowmeter.core.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a tenant's billing periods begin: at local midnight, every month, quarter or year, on the
 * calendar or on the anniversary of an anchor date. A day the month lacks is its last day; each
 * boundary is derived from the anchor itself, so 31 January, 28 February, 31 March. Where clocks
 * skip midnight the day begins when they go on; where midnight comes twice, with the first.
 *
 * @param anchor first day of some period; null = calendar months, quarters or years
 */
public record BillingCycle(ZoneId zone, Interval interval, @Nullable LocalDate anchor) {

    /** The cycle of a tenant nobody described: calendar months, UTC. */
    public static final BillingCycle DEFAULT =
            new BillingCycle(ZoneId.of("UTC"), Interval.MONTH, null);

    private static final LocalDate CALENDAR_ANCHOR = LocalDate.of(1970, 1, 1);

    /** Length of a period. */
    public enum Interval {
        MONTH(1),
        QUARTER(3),
        YEAR(12);

        private final int months;

        Interval(int months) {
            this.months = months;
        }
    }

    /** The local day an instant falls in: usually 23, 24 or 25 hours. */
    public Window dayContaining(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        // Clocks set back over midnight show the old date again, but the new day has begun.
        if (!time.isBefore(startOf(day.plusDays(1)))) {
            day = day.plusDays(1);
        }
        return new Window(startOf(day), startOf(day.plusDays(1)));
    }

    /** The billing period an instant falls in; it begins and ends with a local day. */
    public Window periodContaining(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        LocalDate first = anchor == null ? CALENDAR_ANCHOR : anchor;
        long index =
                Math.floorDiv(
                        ChronoUnit.MONTHS.between(first.withDayOfMonth(1), day.withDayOfMonth(1)),
                        interval.months);
        if (time.isBefore(startOf(boundary(first, index)))) {
            index--;
        } else if (!time.isBefore(startOf(boundary(first, index + 1)))) {
            index++;
        }
        return new Window(startOf(boundary(first, index)), startOf(boundary(first, index + 1)));
    }

    /** Whether each period is a calendar month. */
    public boolean isCalendarMonth() {
        return interval == Interval.MONTH && (anchor == null || anchor.getDayOfMonth() == 1);
    }

    /** The local calendar month an instant falls in, whatever the billing period is. */
    public Window monthContaining(Instant time) {
        return new BillingCycle(zone, Interval.MONTH, null).periodContaining(time);
    }

    private LocalDate boundary(LocalDate first, long index) {
        return first.plusMonths(index * interval.months);
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
