package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Computes windows afresh from what their quarter-hours logged, where subtraction cannot. */
public final class SliceReplay {
    private final SeriesStore store;

    public SliceReplay(SeriesStore store) {
        this.store = store;
    }

    /** The tally with the value that MAX, MIN or LAST prefers among the events still live. */
    Tally preferred(Aggregation aggregation, WindowKey window, Tally tally) {
        if (tally.eventCount() == 0) {
            return tally.withoutValue();
        }
        return switch (Granularity.valueOf(window.kind())) {
            case MINUTE, QUARTER_HOUR -> fromLog(aggregation, window, tally);
            case DAY, PERIOD ->
                    fromSlices(
                            aggregation,
                            Granularity.QUARTER_HOUR,
                            window.dimensions(),
                            window.startMillis(),
                            tally.windowEndMillis(),
                            tally);
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
        for (LoggedUsage usage : store.log(quarterOf(slice))) {
            if (isInside(slice, usage)) {
                members.merge(usage.member(), (long) usage.sign(), Long::sum);
            }
        }
        members.values().removeIf(events -> events == 0);
        return members;
    }

    private Tally fromLog(Aggregation aggregation, WindowKey slice, Tally tally) {
        Map<LoggedUsage, Integer> live = new HashMap<>();
        for (LoggedUsage usage : store.log(quarterOf(slice))) {
            if (isInside(slice, usage)) {
                live.merge(added(usage), usage.sign(), Integer::sum);
            }
        }
        Set<LoggedUsage> remaining = new HashSet<>(live.keySet());
        remaining.removeIf(usage -> live.get(usage) == 0);
        Tally result = tally.withoutValue();
        for (LoggedUsage usage : remaining) {
            result =
                    result.preferring(
                            aggregation, usage.value(), usage.eventMillis(), usage.eventId());
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
                1);
    }

    private static WindowKey quarterOf(WindowKey slice) {
        long start = Granularity.QUARTER_HOUR.sliceStart(slice.startMillis());
        return WindowKey.of(Granularity.QUARTER_HOUR, start, slice.dimensions());
    }

    private static boolean isInside(WindowKey slice, LoggedUsage usage) {
        Granularity granularity = Granularity.valueOf(slice.kind());
        return granularity.sliceStart(usage.eventMillis()) == slice.startMillis()
                && (granularity != Granularity.MINUTE || usage.keepsMinute());
    }
}
