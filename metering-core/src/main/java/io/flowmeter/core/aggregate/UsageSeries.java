package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.window.Granularity;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * Folds changes of one tenant's meter into its windows: minute, quarter-hour, day, billing period,
 * month and the rolling horizons, for the total and for the change's dimension set. The windows'
 * quantities are a pure function of the set of changes, in whatever order they come; only which
 * dimension sets exceed the cap follows the order of arrival.
 */
public final class UsageSeries {
    private final SeriesStore store;
    private final SliceReplay replay;
    private final RollingWindows rolling;

    public UsageSeries(SeriesStore store) {
        this.store = store;
        this.replay = new SliceReplay(store);
        this.rolling = new RollingWindows(store, replay);
    }

    /**
     * Adds a contribution or takes one back.
     *
     * @param nowMillis the time rolling quantities are as of; where it steps back, they stay
     */
    public void apply(UsageChange change, long nowMillis) {
        Contribution contribution = change.contribution();
        rolling.advance(Aggregation.valueOf(contribution.aggregation()), nowMillis);
        applyTo(Dimensions.TOTAL, change);
        if (!contribution.dimensions().equals(Dimensions.TOTAL)) {
            applyTo(admittedDimensions(contribution), change);
        }
        rolling.apply(change, nowMillis);
    }

    /** Lets slices leave the rolling horizons as time passes. */
    public void advance(Aggregation aggregation, long nowMillis) {
        rolling.advance(aggregation, nowMillis);
    }

    /**
     * Whether some rolling quantity still has to fall as time passes, and which slice decides when.
     */
    public boolean isRolling(Granularity slice) {
        return rolling.isLive(slice);
    }

    private void applyTo(String dimensions, UsageChange change) {
        Placement at = change.placement();
        long eventMillis = at.eventMillis();
        WindowKey quarter = slice(Granularity.QUARTER_HOUR, eventMillis, dimensions);
        if (!aggregationOf(change).isInvertible() && change.sign() != 0) {
            store.appendLog(quarter, logged(change));
        }
        if (at.keepsMinute()) {
            fold(
                    slice(Granularity.MINUTE, eventMillis, dimensions),
                    sliceEnd(Granularity.MINUTE, eventMillis),
                    change);
        }
        fold(quarter, sliceEnd(Granularity.QUARTER_HOUR, eventMillis), change);
        fold(
                WindowKey.of(Granularity.DAY, at.dayStartMillis(), dimensions),
                at.dayEndMillis(),
                change);
        fold(
                WindowKey.of(Granularity.PERIOD, at.periodStartMillis(), dimensions),
                at.periodEndMillis(),
                change);
        Month month = at.month();
        if (month == null) {
            store.open(WindowKey.of(Granularity.MONTH, at.periodStartMillis(), dimensions));
        } else {
            fold(
                    WindowKey.of(Granularity.MONTH, month.startMillis(), dimensions),
                    month.endMillis(),
                    change);
        }
    }

    private void fold(WindowKey window, long endMillis, UsageChange change) {
        Aggregation aggregation = aggregationOf(change);
        Tally found = store.tally(window);
        if (found == null && change.sign() < 0) {
            return; // The window has been forgotten since the usage was added: nothing to correct.
        }
        if (found != null && found.windowEndMillis() != endMillis) {
            rememberLatestEnd(window, Math.max(found.windowEndMillis(), endMillis));
        }
        if (window.isBilled()) {
            store.open(window);
        }
        Tally before = found == null ? Tally.empty(endMillis) : found.endingBy(endMillis);
        Tally after = before.counting(change.sign(), change.revisions());
        if (change.sign() == 0) {
            // Another order of reading would have counted here what turned out not to count. The
            // revision grows as it would have then, so that it does not depend on the order.
            store.putTally(window, after);
            return;
        }
        store.putTally(
                window,
                switch (aggregation) {
                    case COUNT -> after;
                    case SUM, AVG -> after.adding(signedValue(change));
                    case UNIQUE_COUNT -> after.adding(distinctStep(window, change));
                    case MAX, MIN, LAST ->
                            change.sign() > 0
                                    ? after.preferring(
                                            aggregation,
                                            change.contribution().value(),
                                            change.placement().eventMillis(),
                                            change.eventId())
                                    : withoutPreferred(window, after, change);
                });
    }

    /** A window that is cut may hold usage behind its end, from before the cut was known. */
    private void rememberLatestEnd(WindowKey window, long endMillis) {
        if (store.latestEnd(window) < endMillis) {
            store.putLatestEnd(window, endMillis);
        }
    }

    /**
     * The window after its value was taken back; computed afresh only if it was the preferred one.
     */
    private Tally withoutPreferred(WindowKey window, Tally after, UsageChange change) {
        Aggregation aggregation = aggregationOf(change);
        boolean isPreferred =
                after.dependsOn(
                        aggregation,
                        change.contribution().value(),
                        change.placement().eventMillis(),
                        change.eventId());
        return isPreferred ? replay.preferred(aggregation, window, after) : after;
    }

    /** +1 if the value is new to the window, -1 if its last event leaves, otherwise 0. */
    private BigDecimal distinctStep(WindowKey window, UsageChange change) {
        var member = Objects.requireNonNull(change.contribution().member());
        long before = store.memberCount(window, member);
        long after = before + change.sign();
        store.putMemberCount(window, member, after);
        return BigDecimal.valueOf(Long.signum(after) - (long) Long.signum(before));
    }

    /**
     * The contribution's own dimensions, or {@code __other__} once the meter's cap was reached.
     * From then on no set is admitted, even if the cap is raised: usage that counted under {@code
     * __other__} must be taken back there, and nothing else tells where it counted.
     */
    private String admittedDimensions(Contribution contribution) {
        String dimensions = contribution.dimensions();
        if (store.hasDimensionSet(dimensions)) {
            return dimensions;
        }
        if (store.hasDimensionSet(Dimensions.OTHER_SET)) {
            return Dimensions.OTHER_SET;
        }
        boolean isFull = store.dimensionSetCount() >= contribution.maxDimensionSets();
        String admitted = isFull ? Dimensions.OTHER_SET : dimensions;
        store.addDimensionSet(admitted);
        return admitted;
    }

    static BigDecimal signedValue(UsageChange change) {
        BigDecimal value = Objects.requireNonNull(change.contribution().value());
        return change.sign() > 0 ? value : value.negate();
    }

    static Aggregation aggregationOf(UsageChange change) {
        return Aggregation.valueOf(change.contribution().aggregation());
    }

    /** A change as the log of its quarter-hour has it. */
    static LoggedUsage logged(UsageChange change) {
        Placement at = change.placement();
        return new LoggedUsage(
                at.eventMillis(),
                change.eventId(),
                at.keepsMinute(),
                change.contribution().value(),
                change.contribution().member(),
                change.sign(),
                aggregationOf(change) == Aggregation.UNIQUE_COUNT
                        ? null
                        : new WindowStarts(
                                at.dayStartMillis(),
                                at.periodStartMillis(),
                                at.month() == null ? null : at.month().startMillis()));
    }

    private static WindowKey slice(Granularity granularity, long millis, String dimensions) {
        return WindowKey.of(granularity, granularity.sliceStart(millis), dimensions);
    }

    private static long sliceEnd(Granularity granularity, long millis) {
        return granularity.sliceStart(millis) + granularity.sliceMillis();
    }
}
