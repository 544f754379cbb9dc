package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Quantity;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one window: enough to answer, to add to, and to merge with a neighbour's.
 *
 * @param windowEndMillis exclusive; 0 for a rolling quantity
 * @param revision grows with every record of the log that makes a difference; the same records give
 *     the same revision, in whatever order they are read
 * @param eventCount live events
 * @param value SUM, AVG: the sum; MAX, MIN, LAST: the value, null if no event is live;
 *     UNIQUE_COUNT: distinct values; COUNT: null
 * @param lastMillis LAST: event time of the value
 * @param lastId LAST: id of its event
 */
public record Tally(
        long windowEndMillis,
        long revision,
        long eventCount,
        @Nullable BigDecimal value,
        long lastMillis,
        @Nullable String lastId) {

    static Tally empty(long windowEndMillis) {
        return new Tally(windowEndMillis, 0, 0, null, 0, null);
    }

    /**
     * The quantity as {@link UsageAggregate} defines it, without trailing zeros: those would tell
     * in which order values came and went.
     */
    public @Nullable BigDecimal quantity(Aggregation aggregation) {
        return switch (aggregation) {
            case COUNT -> BigDecimal.valueOf(eventCount);
            case UNIQUE_COUNT -> value == null ? BigDecimal.ZERO : value;
            case SUM, AVG, MAX, MIN, LAST ->
                    eventCount == 0 || value == null ? null : Quantity.normalized(value);
        };
    }

    /** This many events more or fewer; the value is unchanged. */
    Tally counting(long events, long revisions) {
        return new Tally(
                windowEndMillis,
                revision + revisions,
                eventCount + events,
                value,
                lastMillis,
                lastId);
    }

    Tally withValue(@Nullable BigDecimal newValue) {
        return new Tally(windowEndMillis, revision, eventCount, newValue, lastMillis, lastId);
    }

    Tally adding(BigDecimal amount) {
        return withValue(value == null ? amount : value.add(amount));
    }

    /** The window may have been cut after it began: the earliest end known is its end. */
    Tally endingBy(long endMillis) {
        return endMillis >= windowEndMillis
                ? this
                : new Tally(endMillis, revision, eventCount, value, lastMillis, lastId);
    }

    /** This, or the other's value where that is greater, less or later, as the aggregation asks. */
    Tally preferring(
            Aggregation aggregation,
            @Nullable BigDecimal other,
            long otherMillis,
            @Nullable String otherId) {
        if (other == null
                || (value != null && !isPreferred(aggregation, other, otherMillis, otherId))) {
            return this;
        }
        return aggregation == Aggregation.LAST
                ? new Tally(windowEndMillis, revision, eventCount, other, otherMillis, otherId)
                : withValue(other);
    }

    /** This without the value it prefers; events and revision stay. */
    Tally withoutValue() {
        return new Tally(windowEndMillis, revision, eventCount, null, 0, null);
    }

    /** Whether taking this value away leaves the tally without its preferred one. */
    boolean dependsOn(
            Aggregation aggregation,
            @Nullable BigDecimal other,
            long otherMillis,
            @Nullable String otherId) {
        if (value == null || other == null) {
            return false;
        }
        return aggregation == Aggregation.LAST
                ? lastMillis == otherMillis && Objects.equals(lastId, otherId)
                : value.compareTo(other) == 0;
    }

    private boolean isPreferred(
            Aggregation aggregation, BigDecimal other, long otherMillis, @Nullable String otherId) {
        BigDecimal mine = Objects.requireNonNull(value);
        return switch (aggregation) {
            case MAX -> other.compareTo(mine) > 0;
            case MIN -> other.compareTo(mine) < 0;
            case LAST -> isLater(otherMillis, otherId, other, mine);
            case SUM, COUNT, AVG, UNIQUE_COUNT ->
                    throw new IllegalStateException(aggregation + " prefers no value");
        };
    }

    /**
     * Greatest event time, then the bytewise greatest id, then (two sources, one id) the greater
     * value.
     */
    private boolean isLater(
            long otherMillis, @Nullable String otherId, BigDecimal other, BigDecimal mine) {
        if (otherMillis != lastMillis) {
            return otherMillis > lastMillis;
        }
        int byId =
                Utf8Order.compare(Objects.requireNonNull(otherId), Objects.requireNonNull(lastId));
        return byId != 0 ? byId > 0 : other.compareTo(mine) > 0;
    }
}
