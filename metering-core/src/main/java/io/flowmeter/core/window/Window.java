package io.flowmeter.core.window;

import java.time.Instant;

/** The half-open stretch [start, end) of event time, UTC. */
public record Window(Instant start, Instant end) {

    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "window start must lie before its end, was [" + start + ", " + end + ")");
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** The part of this window inside [from, to). */
    public Window clippedTo(Instant from, Instant to) {
        return new Window(from.isAfter(start) ? from : start, to.isBefore(end) ? to : end);
    }
}
