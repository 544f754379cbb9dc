package io.flowmeter.api.usage;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The windows an answer is divided into; hours, days and months are those of a time zone. */
public enum WindowSize {
    MINUTE,
    QUARTER_HOUR,
    HOUR,
    DAY,
    MONTH;

    /** Most windows in one answer. */
    static final int MAX_WINDOWS = 50_000;

    /**
     * Reads OpenMeter's names and ISO 8601 durations.
     *
     * @throws IllegalArgumentException naming the sizes there are
     */
    public static WindowSize parse(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "MINUTE", "PT1M" -> MINUTE;
            case "QUARTER_HOUR", "PT15M" -> QUARTER_HOUR;
            case "HOUR", "PT1H" -> HOUR;
            case "DAY", "P1D" -> DAY;
            case "MONTH", "P1M" -> MONTH;
            default ->
                    throw new IllegalArgumentException(
                            "must be MINUTE, HOUR, DAY, MONTH, PT1M, PT15M, PT1H, P1D or P1M, was \""
                                    + text
                                    + "\"");
        };
    }

    /**
     * The windows that cover [from, to) without a gap; the first and the last are cut to it.
     *
     * @throws ProblemException TOO_MANY_ROWS
     */
    List<Window> windows(Instant from, Instant to, ZoneId zone) {
        List<Window> windows = new ArrayList<>();
        Instant start = startOf(from, zone);
        while (start.isBefore(to)) {
            Instant end = next(start, zone);
            if (end.isAfter(from) && end.isAfter(start)) {
                windows.add(new Window(start, end).clippedTo(from, to));
            }
            if (windows.size() > MAX_WINDOWS) {
                throw new ProblemException(
                        ProblemCode.TOO_MANY_ROWS,
                        "an answer has at most "
                                + MAX_WINDOWS
                                + " windows; choose a greater windowSize or a shorter range");
            }
            start = end;
        }
        return windows;
    }

    private Instant startOf(Instant time, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        return switch (this) {
            case MINUTE -> sliceStart(Granularity.MINUTE, time);
            case QUARTER_HOUR -> sliceStart(Granularity.QUARTER_HOUR, time);
            case HOUR -> time.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> day.atStartOfDay(zone).toInstant();
            case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    private Instant next(Instant start, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(start, zone);
        return switch (this) {
            case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
            case QUARTER_HOUR -> start.plus(15, ChronoUnit.MINUTES);
            case HOUR -> nextHour(start.atZone(zone));
            case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH -> day.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone).toInstant();
        };
    }

    /**
     * The next full hour on the clock; half an hour earlier or later where clocks change by one.
     */
    private static Instant nextHour(ZonedDateTime start) {
        ZonedDateTime later = start.plusHours(1);
        ZonedDateTime full = later.truncatedTo(ChronoUnit.HOURS);
        return (full.isAfter(start) ? full : later).toInstant();
    }

    private static Instant sliceStart(Granularity slice, Instant time) {
        return Instant.ofEpochMilli(slice.sliceStart(time.toEpochMilli()));
    }
}
