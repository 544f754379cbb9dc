package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Contribution;

/**
 * One contribution added to, or taken back from, one tenant's meter.
 *
 * @param appendMillis append time of the record that added or corrected the usage, epoch
 *     milliseconds: changes sorted by it tell how the numbers grew, in whatever order they come
 * @param sign +1 adds, -1 takes back exactly what was added before, 0 does neither
 * @param revisions by how much it raises the revision of every window it is for
 */
public record UsageChange(
        String namespace,
        String tenant,
        String eventId,
        Placement placement,
        Contribution contribution,
        long appendMillis,
        int sign,
        long revisions) {

    public UsageChange {
        if (sign < -1 || sign > 1) {
            throw new IllegalArgumentException("sign must be 1, -1 or 0, was " + sign);
        }
    }
}
