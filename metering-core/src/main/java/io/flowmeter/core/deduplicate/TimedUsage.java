package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;

/**
 * A usage that a record of the log added or took back.
 *
 * @param appendMillis of that record, epoch milliseconds
 * @param sign +1 added, -1 taken back
 */
public record TimedUsage(long appendMillis, int sign, EventUsage usage) {

    TimedUsage inverse() {
        return new TimedUsage(appendMillis, -sign, usage);
    }
}
