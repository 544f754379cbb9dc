package io.flowmeter.bench.notification;

import io.flowmeter.bench.measure.Count;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was found of those who were to be told.
 *
 * @param crossings rows of {@code threshold_crossing}
 * @param byWindow how many of them, by {@code "PERIOD CROSSED"} and so on
 * @param notifications of crossings
 * @param deliveries of all kinds of notifications to webhook endpoints
 * @param repeated requests with the id of a message that was received before
 * @param problemCount crossings that were not told exactly once, and deliveries that were not
 *     received, or not announced
 * @param problems the first of them, as sentences
 */
public record NotificationOutcome(
        long crossings,
        SortedMap<String, Long> byWindow,
        long notifications,
        long deliveries,
        long repeated,
        long problemCount,
        List<String> problems) {

    public NotificationOutcome {
        byWindow = Collections.unmodifiableSortedMap(new TreeMap<>(byWindow));
        problems = List.copyOf(problems);
    }

    public boolean isExact() {
        return problemCount == 0;
    }

    @Override
    public String toString() {
        return String.format(
                "%s, %s, %s (%,d received again), %,d not exactly once",
                Count.of(crossings, "crossing"),
                Count.of(notifications, "notification"),
                "%,d webhook %s".formatted(deliveries, deliveries == 1 ? "delivery" : "deliveries"),
                repeated,
                problemCount);
    }
}
