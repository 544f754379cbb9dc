package io.flowmeter.api.catalog;

import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code catalog_change.payload} of a METER. The job reads these names: never rename one. */
record MeterChangePayload(
        String eventType,
        String aggregation,
        @Nullable String valueProperty,
        List<MeterResponse.Condition> filter,
        Map<String, String> groupBy,
        int maxDimensionSets,
        String effectiveFrom,
        boolean archived) {

    static MeterChangePayload of(Meter rule) {
        PropertyPath valueProperty = rule.valueProperty();
        return new MeterChangePayload(
                rule.eventType(),
                rule.aggregation().name(),
                valueProperty == null ? null : valueProperty.toString(),
                MeterResponse.conditions(rule),
                MeterResponse.dimensions(rule),
                rule.maxDimensionSets(),
                rule.effectiveFrom().toString(),
                rule.archived());
    }
}
