package io.flowmeter.core.window;

import java.time.Duration;

/** How far a rolling quantity looks back, and the slices it slides by. */
public enum Horizon {
    PT60M(Duration.ofHours(1), Granularity.MINUTE),
    PT24H(Duration.ofDays(1), Granularity.QUARTER_HOUR),
    P30D(Duration.ofDays(30), Granularity.QUARTER_HOUR);

    private final Duration length;
    private final Granularity slice;

    Horizon(Duration length, Granularity slice) {
        this.length = length;
        this.slice = slice;
    }

    public Duration length() {
        return length;
    }

    /** MINUTE or QUARTER_HOUR. */
    public Granularity slice() {
        return slice;
    }

    /**
     * Start of the oldest slice inside the horizon: the current, partial slice counts as one, so 60
     * minutes are the current minute and the 59 before it.
     */
    public long oldestSliceStart(long nowMillis) {
        return slice.sliceStart(nowMillis) + slice.sliceMillis() - length.toMillis();
    }
}
