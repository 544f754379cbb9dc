package io.flowmeter.core.aggregate;

/**
 * A rolling quantity: the tally of all slices from {@code oldestMillis} on.
 *
 * @param asOfMillis start of the slice that was current when it last moved
 * @param oldestMillis start of the oldest slice inside
 * @param newestMillis start of the newest slice that has been folded in
 * @param operations by how much changes have raised the revision since it last moved
 */
public record RollingTally(
        long asOfMillis, long oldestMillis, long newestMillis, long operations, Tally tally) {

    /**
     * Room for operations within one position; a minute with more shares the last revision number.
     */
    private static final long OPERATIONS_PER_POSITION = 1_000_000_000L;

    private static final long MILLIS_PER_MINUTE = 60_000;

    /**
     * Grows with time first, so that a replay from an older savepoint, which moves in larger steps,
     * still ends at a revision not below the one stored.
     */
    public long revision() {
        return asOfMillis / MILLIS_PER_MINUTE * OPERATIONS_PER_POSITION
                + Math.min(operations, OPERATIONS_PER_POSITION - 1);
    }
}
