package io.flowmeter.core.meter;

import java.util.Locale;

/** How a meter makes one quantity of many events. */
public enum Aggregation {
    /** Sum of the values. */
    SUM(true),
    /** Number of events; needs no value. */
    COUNT(false),
    /** Value of the latest event by event time; ties: the bytewise greatest event id. */
    LAST(true),
    /** Greatest value. */
    MAX(true),
    /** Least value. */
    MIN(true),
    /** Sum of the values over their number. */
    AVG(true),
    /** Number of distinct texts. */
    UNIQUE_COUNT(false);

    private final boolean numeric;

    Aggregation(boolean numeric) {
        this.numeric = numeric;
    }

    /** Whether the value must be a number. */
    public boolean isNumeric() {
        return numeric;
    }

    /** Whether the meter reads a value at all: all but COUNT do. */
    public boolean readsValue() {
        return this != COUNT;
    }

    /** Whether taking an event back is arithmetic; otherwise the window is computed afresh. */
    public boolean isInvertible() {
        return switch (this) {
            case SUM, COUNT, AVG -> true;
            case LAST, MAX, MIN, UNIQUE_COUNT -> false;
        };
    }

    /**
     * Reads a name or one of its aliases: LATEST = LAST, UNIQUE = UNIQUE_COUNT, DURATION = SUM.
     *
     * @throws IllegalArgumentException naming the known aggregations
     */
    public static Aggregation parse(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SUM", "DURATION" -> SUM;
            case "COUNT" -> COUNT;
            case "LAST", "LATEST" -> LAST;
            case "MAX" -> MAX;
            case "MIN" -> MIN;
            case "AVG" -> AVG;
            case "UNIQUE_COUNT", "UNIQUE" -> UNIQUE_COUNT;
            default ->
                    throw new IllegalArgumentException(
                            "aggregation must be SUM, COUNT, LAST, MAX, MIN, AVG or UNIQUE_COUNT"
                                    + " (also LATEST, UNIQUE, DURATION), was \""
                                    + name
                                    + "\"");
        };
    }
}
