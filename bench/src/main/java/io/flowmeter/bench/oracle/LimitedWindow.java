package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a limit may be on.
 *
 * @param kind PERIOD, MONTH, or a {@link Horizon}
 * @param startMillis epoch milliseconds; 0 for a horizon
 * @param dimensions canonical JSON; empty for the total
 */
record LimitedWindow(String kind, long startMillis, String dimensions) {

    static LimitedWindow of(Horizon horizon) {
        return new LimitedWindow(horizon.name(), 0, "");
    }

    /** Null if it never ends. */
    @Nullable Horizon horizon() {
        return Horizon.find(kind);
    }

    /** The value of a dimension that is the only one; null if it is not. */
    @Nullable String valueOf(String dimension) {
        JsonNode values = Snapshot.json(dimensions);
        return values == null || values.size() != 1 ? null : values.path(dimension).textValue();
    }
}
