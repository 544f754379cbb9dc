package io.flowmeter.bench.notification;

import java.util.List;

/**
 * What was found of those who were to be told.
 *
 * @param crossings rows of {@code threshold_crossing}
 * @param notifications of crossings
 * @param deliveries of all kinds of notifications to webhook endpoints
 * @param repeated requests with the id of a message that was received before
 * @param problemCount crossings that were not told exactly once, and deliveries that were not
 *     received, or not announced
 * @param problems the first of them, as sentences
 */
public record NotificationOutcome(
        long crossings,
        long notifications,
        long deliveries,
        long repeated,
        long problemCount,
        List<String> problems) {

    public NotificationOutcome {
        problems = List.copyOf(problems);
    }

    public boolean isExact() {
        return problemCount == 0;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d crossings, %,d notifications, %,d webhook deliveries (%,d received again),"
                        + " %,d not exactly once",
                crossings, notifications, deliveries, repeated, problemCount);
    }
}
