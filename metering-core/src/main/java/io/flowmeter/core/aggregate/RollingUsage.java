package io.flowmeter.core.aggregate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Quantity of one tenant's meter over the slices that began within a horizon before {@code asOf}.
 * Key: namespace, tenant, meter, horizon.
 *
 * @param horizon name of the {@link io.flowmeter.core.window.Horizon}
 * @param asOfMillis start of the current slice, epoch milliseconds
 * @param revision grows with as-of and with every operation
 * @param quantity as in {@link UsageAggregate}
 */
public record RollingUsage(
        String namespace,
        String tenant,
        String meter,
        String aggregation,
        String horizon,
        long asOfMillis,
        long revision,
        long eventCount,
        @Nullable BigDecimal quantity) {}
