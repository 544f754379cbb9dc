package io.flowmeter.core.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * Where in time an event counts: its own time and the tenant's windows around it, all in epoch
 * milliseconds, half-open. Decided once, with the catalog in force when the event was appended.
 *
 * @param keepsMinute whether the event was young enough at append time for its minute slice
 * @param month the calendar month; null where the tenant's billing periods are calendar months
 */
public record Placement(
        long eventMillis,
        boolean keepsMinute,
        long dayStartMillis,
        long dayEndMillis,
        long periodStartMillis,
        long periodEndMillis,
        @Nullable Month month) {}
