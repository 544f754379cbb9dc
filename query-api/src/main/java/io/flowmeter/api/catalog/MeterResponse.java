package io.flowmeter.api.catalog;

import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A meter on the wire: its current version. */
record MeterResponse(
        String key,
        int version,
        String eventType,
        String aggregation,
        @Nullable String valueProperty,
        List<Condition> filter,
        Map<String, String> groupBy,
        int maxDimensionSets,
        @Nullable String unit,
        @Nullable String description,
        Instant effectiveFrom,
        Instant createdAt,
        Instant updatedAt) {

    /** A condition of the filter; paths are texts. */
    record Condition(String property, String operator, List<String> values) {}

    static MeterResponse of(MeterVersion version) {
        Meter rule = version.rule();
        PropertyPath valueProperty = rule.valueProperty();
        return new MeterResponse(
                rule.key(),
                rule.version(),
                rule.eventType(),
                rule.aggregation().name(),
                valueProperty == null ? null : valueProperty.toString(),
                conditions(rule),
                dimensions(rule),
                rule.maxDimensionSets(),
                version.unit(),
                version.description(),
                rule.effectiveFrom(),
                version.createdAt(),
                rule.recordedAt());
    }

    static List<Condition> conditions(Meter rule) {
        return rule.filter().stream()
                .map(
                        condition ->
                                new Condition(
                                        condition.property().toString(),
                                        condition.operator().name(),
                                        condition.values()))
                .toList();
    }

    static Map<String, String> dimensions(Meter rule) {
        Map<String, String> dimensions = new TreeMap<>();
        rule.groupBy().forEach((name, path) -> dimensions.put(name, path.toString()));
        return dimensions;
    }
}
