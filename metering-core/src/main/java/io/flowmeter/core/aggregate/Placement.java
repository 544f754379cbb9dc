package io.flowmeter.core.aggregate;

/**
 * Where in time an event counts: its own time and the tenant's windows around it, all in epoch
 * milliseconds, half-open. Decided once, with the catalog in force when the event was appended.
 *
 * @param keepsMinute whether the event was young enough at append time for its minute slice
 */
public record Placement(
        long eventMillis,
        boolean keepsMinute,
        long dayStartMillis,
        long dayEndMillis,
        long periodStartMillis,
        long periodEndMillis) {}
