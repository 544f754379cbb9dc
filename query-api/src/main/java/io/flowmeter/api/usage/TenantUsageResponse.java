package io.flowmeter.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.core.window.Horizon;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tenant used in its current billing period, and lately, on the wire. */
record TenantUsageResponse(
        String tenant,
        Period period,
        List<MeterLine> meters,
        @Nullable Instant asOf,
        @Nullable Long lagSeconds) {

    /** Half-open. */
    record Period(Instant from, Instant to) {

        static Period of(Window window) {
            return new Period(window.start(), window.end());
        }
    }

    /**
     * One meter.
     *
     * @param exact UNIQUE_COUNT only: false if the value is an estimate
     */
    record MeterLine(
            String meter,
            String aggregation,
            @Nullable String unit,
            @Nullable BigDecimal value,
            long eventCount,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean exact,
            Map<Horizon, RollingLine> rolling) {}

    /**
     * One rolling quantity.
     *
     * @param asOf the horizon ends with the slice that began then; null: there was never an event
     */
    record RollingLine(@Nullable BigDecimal value, long eventCount, @Nullable Instant asOf) {}
}
