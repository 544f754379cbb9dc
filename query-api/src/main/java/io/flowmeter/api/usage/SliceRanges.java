package io.flowmeter.api.usage;

import io.flowmeter.core.window.Granularity;
import java.time.Duration;
import java.time.Instant;

/**
 * Which stored slices add up to [from, to): quarter-hours, where every event is, and minutes only
 * where a bound lies inside a quarter-hour. An empty range has its end at its start.
 *
 * @param quarters the whole quarter-hours
 * @param head minutes before them
 * @param tail minutes after them
 */
record SliceRanges(Range quarters, Range head, Range tail) {

    private static final Duration QUARTER =
            Duration.ofMillis(Granularity.QUARTER_HOUR.sliceMillis());

    /** Starts of slices from {@code from}, before {@code to}. */
    record Range(Instant from, Instant to) {

        boolean isEmpty() {
            return !from.isBefore(to);
        }

        /** The quarter-hours these minutes lie in. */
        Range widened() {
            return isEmpty() ? this : new Range(floor(from), ceiling(to));
        }
    }

    static SliceRanges of(Instant from, Instant to) {
        Instant first = ceiling(from);
        Instant last = floor(to);
        if (last.isBefore(first)) { // both bounds inside one quarter-hour
            return minutes(from, to);
        }
        return new SliceRanges(new Range(first, last), new Range(from, first), new Range(last, to));
    }

    /** All of it in minutes. */
    static SliceRanges minutes(Instant from, Instant to) {
        return new SliceRanges(new Range(to, to), new Range(from, to), new Range(to, to));
    }

    boolean needsMinutes() {
        return !head.isEmpty() || !tail.isEmpty();
    }

    /** Whether the bound lies inside this quarter-hour, not at its start. */
    static boolean splits(Instant bound, Instant quarterHour) {
        return !isOnQuarterHour(bound) && floor(bound).equals(quarterHour);
    }

    static boolean isOnQuarterHour(Instant time) {
        return floor(time).equals(time);
    }

    private static Instant floor(Instant time) {
        return Instant.ofEpochMilli(Granularity.QUARTER_HOUR.sliceStart(time.toEpochMilli()));
    }

    /** The quarter-hour at or after a time. */
    static Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? time : floor.plus(QUARTER);
    }
}
