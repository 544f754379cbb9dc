package io.flowmeter.bench.oracle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a rolling quantity looks back, and the slices that enter and leave it. */
enum Horizon {
    PT60M(Duration.ofMinutes(60), Duration.ofMinutes(1)),
    PT24H(Duration.ofHours(24), Duration.ofMinutes(15)),
    P30D(Duration.ofDays(30), Duration.ofMinutes(15));

    final long lengthMillis;
    final long sliceMillis;

    Horizon(Duration length, Duration slice) {
        this.lengthMillis = length.toMillis();
        this.sliceMillis = slice.toMillis();
    }

    /** Null for names of other windows. */
    static @Nullable Horizon find(String name) {
        for (Horizon horizon : values()) {
            if (horizon.name().equals(name)) {
                return horizon;
            }
        }
        return null;
    }

    /** Whether limits may be on rolling quantities of an aggregation. */
    static boolean isOn(String aggregation) {
        return aggregation.equals("SUM") || aggregation.equals("COUNT");
    }

    long slice(long millis) {
        return Math.floorDiv(millis, sliceMillis) * sliceMillis;
    }

    /** The current slice is the last inside, so 60 minutes are it and the 59 before. */
    long oldestSlice(long nowMillis) {
        return slice(nowMillis) + sliceMillis - lengthMillis;
    }

    /** Whether a usage has a slice at all: it may have come too late for its minute. */
    boolean takes(Usage usage) {
        return this != PT60M || usage.hasMinute();
    }

    boolean holds(Usage usage, long nowMillis) {
        return takes(usage) && slice(usage.eventMillis()) >= oldestSlice(nowMillis);
    }
}
