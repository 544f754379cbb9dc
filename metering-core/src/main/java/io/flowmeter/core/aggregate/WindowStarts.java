package io.flowmeter.core.aggregate;

/**
 * Which of its tenant's days and billing periods a usage counts in, by their starts in epoch
 * milliseconds. Its time alone does not tell: see {@link
 * io.flowmeter.core.catalog.TenantVersion#effectiveFrom()}.
 */
public record WindowStarts(long dayMillis, long periodMillis) {}
