package io.flowmeter.api.usage;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer.
 *
 * @param window index of its window
 * @param subject null if the rows are not by tenant
 * @param groupBy dimension to value
 * @param events events counted
 * @param value in the meter's unit; null if no event counts and the aggregation reads a number
 * @param isExact false: estimated from sketches, UNIQUE_COUNT only
 */
public record UsageRow(
        int window,
        @Nullable String subject,
        Map<String, String> groupBy,
        long events,
        @Nullable BigDecimal value,
        boolean isExact) {

    public UsageRow {
        groupBy = Collections.unmodifiableMap(new LinkedHashMap<>(groupBy));
    }
}
