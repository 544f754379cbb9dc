package io.flowmeter.bench.oracle;

/**
 * Refused input.
 *
 * @param isPartial at least one meter counted the event
 * @param isCertain whether it must have been written; otherwise it may have been
 */
record Letter(
        LogRecord record,
        String namespace,
        String tenant,
        String reason,
        boolean isPartial,
        boolean isCertain) {}
