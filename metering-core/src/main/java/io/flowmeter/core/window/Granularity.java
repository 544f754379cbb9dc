package io.flowmeter.core.window;

import java.time.Duration;

/** The windows kept per tenant, meter and dimension set. */
public enum Granularity {
    /** One minute; only for events at most {@link SlicePolicy#minuteAge()} old when appended. */
    MINUTE,
    /** Fifteen minutes: the finest step on which the midnight of every current UTC offset lies. */
    QUARTER_HOUR,
    /** The tenant's local day. */
    DAY,
    /** The tenant's billing period. */
    PERIOD,
    /** The tenant's calendar month; only where that is not its billing period. */
    MONTH;

    /** Length of a slice in milliseconds. */
    public long sliceMillis() {
        return switch (this) {
            case MINUTE -> Duration.ofMinutes(1).toMillis();
            case QUARTER_HOUR -> Duration.ofMinutes(15).toMillis();
            case DAY, PERIOD, MONTH ->
                    throw new IllegalStateException(
                            this + " depends on the tenant, it is no slice");
        };
    }

    /** Start of the slice that contains an instant, both in epoch milliseconds. */
    public long sliceStart(long millis) {
        return Math.floorDiv(millis, sliceMillis()) * sliceMillis();
    }
}
