package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes windows afresh from what their quarter-hours hold and logged, where subtraction cannot.
 */
public final class SliceReplay {
    private static final long QUARTER_MILLIS = Granularity.QUARTER_HOUR.sliceMillis();

    private final SeriesStore store;

    public SliceReplay(SeriesStore store) {
        this.store = store;
    }

    /**
     * The tally with the value that MAX, MIN or LAST prefers among the usages of the window that
     * are still live.
     */
    Tally preferred(Aggregation aggregation, WindowKey window, Tally tally) {
        if (tally.eventCount() == 0) {
            return tally.withoutValue();
        }
        return switch (Granularity.valueOf(window.kind())) {
            case MINUTE, QUARTER_HOUR ->
                    fromLog(aggregation, window, window.startMillis(), tally.withoutValue());
            case DAY, PERIOD, MONTH -> fromQuarters(aggregation, window, tally);
        };
    }

    /** The tally with the value preferred among slices that start in [from, to). */
    Tally fromSlices(
            Aggregation aggregation,
            Granularity granularity,
            String dimensions,
            long fromMillis,
            long toMillis,
            Tally tally) {
        Tally result = tally.withoutValue();
        long step = granularity.sliceMillis();
        for (long start = granularity.sliceStart(fromMillis); start < toMillis; start += step) {
            Tally slice = store.tally(WindowKey.of(granularity, start, dimensions));
            if (slice != null && slice.eventCount() > 0) {
                result =
                        result.preferring(
                                aggregation, slice.value(), slice.lastMillis(), slice.lastId());
            }
        }
        return result;
    }

    /**
     * Distinct values of a minute or quarter-hour with the number of live events that carry each.
     */
    public Map<Fingerprint, Long> members(WindowKey slice) {
        Map<Fingerprint, Long> members = new HashMap<>();
        for (LoggedUsage usage : store.log(quarter(slice, slice.startMillis()))) {
            if (isInside(slice, usage)) {
                members.merge(usage.member(), (long) usage.sign(), Long::sum);
            }
        }
        members.values().removeIf(events -> events <= 0); // less where what was added has expired
        return members;
    }

    /**
     * A day, period or month from its quarter-hours. All that the window holds lies in them, so if
     * they hold no more than the window they hold nothing of a window that overlaps with it.
     */
    private Tally fromQuarters(Aggregation aggregation, WindowKey window, Tally tally) {
        long endMillis = Math.max(tally.windowEndMillis(), store.latestEnd(window));
        long events = 0;
        for (long start = firstQuarter(window); start < endMillis; start += QUARTER_MILLIS) {
            Tally slice = store.tally(quarter(window, start));
            events += slice == null ? 0 : slice.eventCount();
        }
        return events != tally.eventCount()
                ? fromLogs(aggregation, window, endMillis, tally)
                : fromSlices(
                        aggregation,
                        Granularity.QUARTER_HOUR,
                        window.dimensions(),
                        window.startMillis(),
                        endMillis,
                        tally);
    }

    /**
     * A day, period or month that shares quarter-hours with another. Begins with the last
     * quarter-hour, and opens the log only of those that have a better value than was found so far.
     */
    private Tally fromLogs(Aggregation aggregation, WindowKey window, long endMillis, Tally tally) {
        Tally result = tally.withoutValue();
        long last = Granularity.QUARTER_HOUR.sliceStart(endMillis - 1);
        for (long start = last; start >= firstQuarter(window); start -= QUARTER_MILLIS) {
            Tally slice = store.tally(quarter(window, start));
            boolean isBetter =
                    slice != null
                            && slice.eventCount() > 0
                            && !result.preferring(
                                            aggregation,
                                            slice.value(),
                                            slice.lastMillis(),
                                            slice.lastId())
                                    .equals(result);
            if (isBetter) {
                result = fromLog(aggregation, window, start, result);
            }
        }
        return result;
    }

    /** The tally, or with the best value of the window that one quarter-hour logged. */
    private Tally fromLog(
            Aggregation aggregation, WindowKey window, long quarterMillis, Tally tally) {
        Map<LoggedUsage, Integer> live = new HashMap<>();
        Map<LoggedUsage, Integer> liveInside = new HashMap<>();
        for (LoggedUsage usage : store.log(quarter(window, quarterMillis))) {
            live.merge(added(usage), usage.sign(), Integer::sum);
            if (isInside(window, usage)) {
                liveInside.merge(added(usage), usage.sign(), Integer::sum);
            }
        }
        Tally result = tally;
        for (Map.Entry<LoggedUsage, Integer> inside : liveInside.entrySet()) {
            LoggedUsage usage = inside.getKey();
            // Both, because release 0.1.0 did not log which window a usage went into.
            if (inside.getValue() > 0 && live.get(usage) > 0) {
                result =
                        result.preferring(
                                aggregation, usage.value(), usage.eventMillis(), usage.eventId());
            }
        }
        return result;
    }

    /** An entry as it was added, so that taking it back meets it. */
    private static LoggedUsage added(LoggedUsage usage) {
        return new LoggedUsage(
                usage.eventMillis(),
                usage.eventId(),
                usage.keepsMinute(),
                usage.value(),
                usage.member(),
                1,
                null);
    }

    private static WindowKey quarter(WindowKey window, long millis) {
        return WindowKey.of(
                Granularity.QUARTER_HOUR,
                Granularity.QUARTER_HOUR.sliceStart(millis),
                window.dimensions());
    }

    private static long firstQuarter(WindowKey window) {
        return Granularity.QUARTER_HOUR.sliceStart(window.startMillis());
    }

    private static boolean isInside(WindowKey window, LoggedUsage usage) {
        Granularity granularity = Granularity.valueOf(window.kind());
        WindowStarts windows = usage.windows();
        return switch (granularity) {
            case MINUTE, QUARTER_HOUR ->
                    granularity.sliceStart(usage.eventMillis()) == window.startMillis()
                            && (granularity != Granularity.MINUTE || usage.keepsMinute());
            case DAY -> windows == null || windows.dayMillis() == window.startMillis();
            case PERIOD -> windows == null || windows.periodMillis() == window.startMillis();
            case MONTH ->
                    windows != null
                            && windows.monthMillis() != null
                            && windows.monthMillis() == window.startMillis();
        };
    }
}
