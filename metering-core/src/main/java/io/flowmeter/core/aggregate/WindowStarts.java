package io.flowmeter.core.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * Which of its tenant's days, billing periods and months a usage counts in, by their starts in
 * epoch milliseconds. Its time alone does not tell: see {@link
 * io.flowmeter.core.catalog.TenantVersion#effectiveFrom()}.
 *
 * @param monthMillis null where the tenant's billing periods are calendar months
 */
public record WindowStarts(long dayMillis, long periodMillis, @Nullable Long monthMillis) {}
