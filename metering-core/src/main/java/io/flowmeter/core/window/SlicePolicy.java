package io.flowmeter.core.window;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long slices live. Whether an event still reaches its minute slice depends on its age when it
 * was appended, not on when it was read.
 *
 * @param minuteAge greatest age at append time at which an event still counts in its minute
 */
public record SlicePolicy(Duration minuteAge) implements Serializable {

    public static final SlicePolicy DEFAULT = new SlicePolicy(Duration.ofDays(2));

    public boolean keepsMinute(long eventMillis, long appendMillis) {
        return appendMillis - eventMillis <= minuteAge.toMillis();
    }
}
