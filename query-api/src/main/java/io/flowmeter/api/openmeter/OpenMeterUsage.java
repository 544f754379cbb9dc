package io.flowmeter.api.openmeter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.api.usage.MeterUsage;
import io.flowmeter.api.usage.UsageRow;
import io.flowmeter.api.usage.WindowSize;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenMeter's MeterQueryResult; without usage it has no rows. */
record OpenMeterUsage(
        Instant from,
        Instant to,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WindowSize windowSize,
        List<Row> data) {

    /** OpenMeter's MeterQueryRow. */
    record Row(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) @Nullable BigDecimal value,
            Instant windowStart,
            Instant windowEnd,
            @Nullable String subject,
            Map<String, String> groupBy) {}

    static OpenMeterUsage of(MeterUsage usage) {
        return new OpenMeterUsage(
                usage.range().start(),
                usage.range().end(),
                usage.query().windowSize(),
                usage.rows().stream()
                        .filter(row -> row.events() > 0)
                        .map(row -> row(usage.windows().get(row.window()), row))
                        .toList());
    }

    private static Row row(Window window, UsageRow row) {
        return new Row(row.value(), window.start(), window.end(), row.subject(), row.groupBy());
    }
}
