package io.flowmeter.bench.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the windows an event counts in.
 *
 * @param granularity MINUTE, QUARTER_HOUR, DAY, PERIOD or MONTH
 */
record Place(String granularity, Span span) {
    static final String MINUTE = "MINUTE";
    static final String MONTH = "MONTH";
    static final String QUARTER_HOUR = "QUARTER_HOUR";

    private static final long MINUTE_MILLIS = 60_000;
    private static final long QUARTER_MILLIS = 15 * MINUTE_MILLIS;

    /** A month counts in a window of its own where billing periods are something else. */
    static List<Place> of(Usage usage) {
        List<Place> places = new ArrayList<>();
        if (usage.hasMinute()) {
            places.add(new Place(MINUTE, slice(usage.eventMillis(), MINUTE_MILLIS)));
        }
        places.add(new Place(QUARTER_HOUR, slice(usage.eventMillis(), QUARTER_MILLIS)));
        places.add(new Place("DAY", usage.day()));
        places.add(new Place("PERIOD", usage.period()));
        if (usage.month() != null && !usage.hasCalendarPeriods()) {
            places.add(new Place(MONTH, usage.month()));
        }
        return places;
    }

    private static Span slice(long millis, long length) {
        long start = Math.floorDiv(millis, length) * length;
        return new Span(start, start + length);
    }
}
