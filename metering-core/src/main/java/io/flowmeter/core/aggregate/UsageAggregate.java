package io.flowmeter.core.aggregate;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Quantity of one tenant, meter, dimension set and window. Key: namespace, tenant, meter,
 * granularity, window start, dimensions.
 *
 * @param aggregation name of the {@link io.flowmeter.core.meter.Aggregation}
 * @param granularity name of the {@link io.flowmeter.core.window.Granularity}
 * @param windowStartMillis epoch milliseconds; the window is half-open
 * @param dimensions canonical text; empty for the total over all dimension sets
 * @param revision as that of {@link Tally}: only grows
 * @param eventCount live events
 * @param quantity COUNT: events; SUM, AVG: the sum; MAX, MIN, LAST: the value; UNIQUE_COUNT:
 *     distinct values; null if no event is live and the aggregation reads a number
 * @param lastEventMillis LAST: event time of the value; otherwise 0
 * @param lastEventId LAST: id of the event; otherwise null
 * @param sketch UNIQUE_COUNT in slices: a sketch of the distinct values; otherwise null
 */
public record UsageAggregate(
        String namespace,
        String tenant,
        String meter,
        String aggregation,
        String granularity,
        long windowStartMillis,
        long windowEndMillis,
        String dimensions,
        long revision,
        long eventCount,
        @Nullable BigDecimal quantity,
        long lastEventMillis,
        @Nullable String lastEventId,
        byte @Nullable [] sketch) {}
