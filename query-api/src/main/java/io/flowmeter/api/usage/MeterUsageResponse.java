package io.flowmeter.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage of one meter on the wire. */
record MeterUsageResponse(
        String meter,
        Instant from,
        Instant to,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WindowSize windowSize,
        List<Row> data,
        @Nullable Instant asOf,
        @Nullable Long lagSeconds) {

    /**
     * One row.
     *
     * @param exact UNIQUE_COUNT only: false if the value is an estimate
     */
    record Row(
            @Nullable BigDecimal value,
            Instant windowStart,
            Instant windowEnd,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String subject,
            Map<String, String> groupBy,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean exact) {}

    static MeterUsageResponse of(MeterUsage usage) {
        boolean saysExact = usage.aggregation() == Aggregation.UNIQUE_COUNT;
        return new MeterUsageResponse(
                usage.meter().rule().key(),
                usage.range().start(),
                usage.range().end(),
                usage.query().windowSize(),
                usage.rows().stream().map(row -> row(usage, row, saysExact)).toList(),
                usage.progress().asOf(),
                usage.progress().lagSeconds());
    }

    private static Row row(MeterUsage usage, UsageRow row, boolean saysExact) {
        Window window = usage.windows().get(row.window());
        return new Row(
                row.value(),
                window.start(),
                window.end(),
                row.subject(),
                row.groupBy(),
                saysExact ? row.isExact() : null);
    }
}
