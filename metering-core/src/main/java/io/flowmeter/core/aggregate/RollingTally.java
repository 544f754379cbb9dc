package io.flowmeter.core.aggregate;

/**
 * A rolling quantity: the tally of all slices from {@code oldestMillis} on.
 *
 * @param asOfMillis start of the slice that was current when it last moved
 * @param oldestMillis start of the oldest slice inside
 * @param newestMillis start of the newest slice that has been folded in
 * @param operations by how much all changes ever have raised the revision
 */
public record RollingTally(
        long asOfMillis, long oldestMillis, long newestMillis, long operations, Tally tally) {

    /** Room for operations beside the time: 137 billion. The minutes have room until 2097. */
    private static final int OPERATION_BITS = 37;

    private static final long MAX_OPERATIONS = (1L << OPERATION_BITS) - 1;

    private static final long MILLIS_PER_MINUTE = 60_000;

    /**
     * Grows with time first, so that a replay from an older savepoint, which moves in larger steps,
     * still ends at a revision not below the one stored.
     */
    public long revision() {
        return ((asOfMillis / MILLIS_PER_MINUTE) << OPERATION_BITS)
                + Math.min(operations, MAX_OPERATIONS);
    }

    RollingTally raised(long revisions) {
        return new RollingTally(
                asOfMillis, oldestMillis, newestMillis, operations + revisions, tally);
    }
}
