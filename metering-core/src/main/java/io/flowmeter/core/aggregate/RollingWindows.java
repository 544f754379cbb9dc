package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

/**
 * The rolling quantities of one tenant's meter. Each is the fold of the total's slices from the
 * oldest inside the horizon on; slices enter with their events and leave as time passes. Events
 * stamped ahead of time are inside from the moment they come.
 */
final class RollingWindows {
    private final SeriesStore store;
    private final SliceReplay replay;

    RollingWindows(SeriesStore store, SliceReplay replay) {
        this.store = store;
        this.replay = replay;
    }

    /**
     * Folds a change whose slices have been folded already. A horizon that leaves it out counts it
     * in its revision all the same, and can then never begin before it.
     */
    void apply(UsageChange change, long nowMillis) {
        for (Horizon horizon : Horizon.values()) {
            RollingTally found = store.rolling(horizon);
            RollingTally rolling = found == null ? start(horizon, nowMillis) : found;
            long slice = horizon.slice().sliceStart(change.placement().eventMillis());
            boolean hasSlice =
                    horizon.slice() != Granularity.MINUTE || change.placement().keepsMinute();
            boolean isInside = slice >= rolling.oldestMillis() && hasSlice && change.sign() != 0;
            RollingTally after = isInside ? including(horizon, rolling, slice, change) : rolling;
            store.putRolling(horizon, after.raised(change.revisions()));
        }
    }

    void advance(Aggregation aggregation, long nowMillis) {
        for (Horizon horizon : Horizon.values()) {
            RollingTally rolling = store.rolling(horizon);
            if (rolling != null && horizon.oldestSliceStart(nowMillis) > rolling.oldestMillis()) {
                store.putRolling(horizon, moved(horizon, aggregation, rolling, nowMillis));
            }
        }
    }

    boolean isLive(Granularity slice) {
        for (Horizon horizon : Horizon.values()) {
            RollingTally rolling = store.rolling(horizon);
            if (horizon.slice() == slice && rolling != null && rolling.tally().eventCount() > 0) {
                return true;
            }
        }
        return false;
    }

    private static RollingTally start(Horizon horizon, long nowMillis) {
        long oldest = horizon.oldestSliceStart(nowMillis);
        return new RollingTally(
                horizon.slice().sliceStart(nowMillis), oldest, oldest, 0, Tally.empty(0));
    }

    private RollingTally including(
            Horizon horizon, RollingTally rolling, long slice, UsageChange change) {
        Aggregation aggregation = UsageSeries.aggregationOf(change);
        long newest = Math.max(rolling.newestMillis(), slice);
        Tally after = rolling.tally().counting(change.sign(), 0);
        Tally tally =
                switch (aggregation) {
                    case COUNT -> after;
                    case SUM, AVG -> after.adding(UsageSeries.signedValue(change));
                    case UNIQUE_COUNT ->
                            after.adding(
                                    memberStep(
                                            horizon,
                                            Objects.requireNonNull(change.contribution().member()),
                                            change.sign()));
                    case MAX, MIN, LAST -> preferring(horizon, rolling, newest, after, change);
                };
        return new RollingTally(
                rolling.asOfMillis(), rolling.oldestMillis(), newest, rolling.operations(), tally);
    }

    private Tally preferring(
            Horizon horizon, RollingTally rolling, long newest, Tally after, UsageChange change) {
        Aggregation aggregation = UsageSeries.aggregationOf(change);
        BigDecimal value = change.contribution().value();
        long millis = change.placement().eventMillis();
        if (change.sign() > 0) {
            return after.preferring(aggregation, value, millis, change.eventId());
        }
        return after.dependsOn(aggregation, value, millis, change.eventId())
                ? merged(horizon, aggregation, rolling.oldestMillis(), newest, after)
                : after;
    }

    private RollingTally moved(
            Horizon horizon, Aggregation aggregation, RollingTally rolling, long nowMillis) {
        long oldest = horizon.oldestSliceStart(nowMillis);
        long step = horizon.slice().sliceMillis();
        Tally tally = rolling.tally();
        boolean isStale = false;
        long leaveEnd = Math.min(oldest, rolling.newestMillis() + step);
        for (long start = rolling.oldestMillis(); start < leaveEnd; start += step) {
            WindowKey key = WindowKey.of(horizon.slice(), start, Dimensions.TOTAL);
            Tally slice = store.tally(key);
            if (slice != null && slice.eventCount() > 0) {
                isStale |=
                        tally.dependsOn(
                                aggregation, slice.value(), slice.lastMillis(), slice.lastId());
                tally = without(horizon, aggregation, tally, key, slice);
            }
        }
        long newest = Math.max(rolling.newestMillis(), oldest);
        if (isStale && !aggregation.isInvertible() && aggregation != Aggregation.UNIQUE_COUNT) {
            tally = merged(horizon, aggregation, oldest, newest, tally);
        }
        return new RollingTally(
                horizon.slice().sliceStart(nowMillis), oldest, newest, rolling.operations(), tally);
    }

    private Tally without(
            Horizon horizon, Aggregation aggregation, Tally tally, WindowKey key, Tally slice) {
        Tally fewer = tally.counting(-slice.eventCount(), 0);
        return switch (aggregation) {
            case SUM, AVG -> fewer.adding(Objects.requireNonNull(slice.value()).negate());
            case UNIQUE_COUNT -> fewer.adding(membersLeaving(horizon, key));
            case COUNT, MAX, MIN, LAST -> fewer;
        };
    }

    private BigDecimal membersLeaving(Horizon horizon, WindowKey slice) {
        BigDecimal steps = BigDecimal.ZERO;
        for (Map.Entry<Fingerprint, Long> member : replay.members(slice).entrySet()) {
            steps = steps.add(memberStep(horizon, member.getKey(), -member.getValue()));
        }
        return steps;
    }

    private BigDecimal memberStep(Horizon horizon, Fingerprint member, long events) {
        WindowKey window = WindowKey.of(horizon);
        long before = store.memberCount(window, member);
        long after = before + events;
        store.putMemberCount(window, member, after);
        return BigDecimal.valueOf(Long.signum(after) - (long) Long.signum(before));
    }

    private Tally merged(
            Horizon horizon, Aggregation aggregation, long oldest, long newest, Tally tally) {
        return tally.eventCount() == 0
                ? tally.withoutValue()
                : replay.fromSlices(
                        aggregation, horizon.slice(), Dimensions.TOTAL, oldest, newest + 1, tally);
    }
}
