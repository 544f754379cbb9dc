package io.flowmeter.bench.watch;

import java.util.List;

/**
 * How much of the tables a poll reads. A wrong number may be visible for one epoch only, about a
 * second, so periods and days are read that often.
 */
enum Depth {
    /** Progress, counts and the prefix tenants. */
    PREFIX,
    /** Also the billing periods. */
    PERIODS,
    /** Also months, days, rolling quantities and crossings. */
    DAYS,
    /** Everything, and whether it adds up. */
    ALL;

    private static final int PERIODS_EVERY = 3;
    private static final int DAYS_EVERY = 6;
    private static final int ALL_EVERY = 30;

    List<String> granularities() {
        return switch (this) {
            case PREFIX -> List.of();
            case PERIODS -> List.of("PERIOD");
            case DAYS -> List.of("PERIOD", "MONTH", "DAY");
            case ALL -> List.of("PERIOD", "MONTH", "DAY", "QUARTER_HOUR", "MINUTE");
        };
    }

    boolean hasRolling() {
        return this == DAYS || this == ALL;
    }

    /**
     * @param poll 0, 1, 2, …
     */
    static Depth of(long poll) {
        if (poll % ALL_EVERY == 0) {
            return ALL;
        }
        if (poll % DAYS_EVERY == 0) {
            return DAYS;
        }
        return poll % PERIODS_EVERY == 0 ? PERIODS : PREFIX;
    }
}
