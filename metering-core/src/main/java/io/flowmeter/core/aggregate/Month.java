package io.flowmeter.core.aggregate;

/** A tenant's calendar month, epoch milliseconds, half-open. */
public record Month(long startMillis, long endMillis) {}
