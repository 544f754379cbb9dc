package io.flowmeter.core.threshold;

import io.flowmeter.core.window.Horizon;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stretch of time whose quantity a limit bounds. */
public enum LimitWindow {
    /** The tenant's billing period. */
    PERIOD(null),
    /** The calendar month in the tenant's time zone, whatever its billing period is. */
    MONTH(null),
    /** The last 60 minutes, by the minute. */
    PT60M(Horizon.PT60M),
    /** The last 24 hours, by the quarter-hour. */
    PT24H(Horizon.PT24H),
    /** The last 30 days, by the quarter-hour. */
    P30D(Horizon.P30D);

    private final @Nullable Horizon horizon;

    LimitWindow(@Nullable Horizon horizon) {
        this.horizon = horizon;
    }

    /** Empty for windows that begin and end. */
    public Optional<Horizon> horizon() {
        return Optional.ofNullable(horizon);
    }

    public boolean isRolling() {
        return horizon != null;
    }
}
