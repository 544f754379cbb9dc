package io.flowmeter.core.aggregate;

import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;

/**
 * One window of one tenant's meter.
 *
 * @param kind name of a {@link Granularity}, or of a {@link Horizon} for what a rolling quantity
 *     keeps
 * @param startMillis epoch milliseconds; 0 for a horizon
 * @param dimensions canonical text; empty for the total
 */
public record WindowKey(String kind, long startMillis, String dimensions) {

    public static WindowKey of(Granularity granularity, long startMillis, String dimensions) {
        return new WindowKey(granularity.name(), startMillis, dimensions);
    }

    /** Whether it is a billing period or month, by which limits are. */
    public boolean isBilled() {
        return kind.equals(Granularity.PERIOD.name()) || kind.equals(Granularity.MONTH.name());
    }

    static WindowKey of(Horizon horizon) {
        return new WindowKey(horizon.name(), 0, "");
    }
}
