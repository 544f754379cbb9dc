package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;

/**
 * What a record of the log did to a usage.
 *
 * @param appendMillis of that record, epoch milliseconds
 * @param sign +1 added, -1 taken back, 0 neither: only the revision of its windows grows
 * @param revisions by how much the revision of its windows grows
 */
public record TimedUsage(long appendMillis, int sign, EventUsage usage, long revisions) {

    TimedUsage(long appendMillis, int sign, EventUsage usage) {
        this(appendMillis, sign, usage, 0);
    }

    TimedUsage inverse() {
        return new TimedUsage(appendMillis, -sign, usage, revisions);
    }

    TimedUsage raising(long newRevisions) {
        return new TimedUsage(appendMillis, sign, usage, newRevisions);
    }
}
