package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.LogPosition;

/**
 * One copy of a usage event in the log.
 *
 * @param appendMillis the broker's append time, epoch milliseconds
 * @param content fingerprint of type, time and data; copies that differ in it conflict
 * @param usage what it adds if it is the copy that counts
 */
public record Occurrence(
        LogPosition position, long appendMillis, Fingerprint content, EventUsage usage) {

    /** The order that decides which copy is first; partitions and offsets have no part in it. */
    boolean isBefore(Occurrence other) {
        return appendMillis != other.appendMillis
                ? appendMillis < other.appendMillis
                : content.compareTo(other.content) < 0;
    }
}
