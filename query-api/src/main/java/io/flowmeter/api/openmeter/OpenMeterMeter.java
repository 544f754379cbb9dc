package io.flowmeter.api.openmeter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.api.catalog.MeterBody;
import io.flowmeter.api.catalog.MeterDefinition;
import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A meter in OpenMeter's shape.
 *
 * @param name the slug: other display names and metadata are read and not kept
 * @param eventFrom first event time that counts; null: all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OpenMeterMeter(
        String id,
        String slug,
        String name,
        @Nullable String description,
        String aggregation,
        String eventType,
        @Nullable Instant eventFrom,
        @Nullable String valueProperty,
        Map<String, String> groupBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    private static final String LATEST = "LATEST";

    static OpenMeterMeter of(String namespace, MeterVersion version) {
        Meter rule = version.rule();
        Map<String, String> groupBy = new TreeMap<>();
        rule.groupBy().forEach((name, path) -> groupBy.put(name, path.toString()));
        PropertyPath valueProperty = rule.valueProperty();
        return new OpenMeterMeter(
                OpenMeterId.of(namespace, version),
                rule.key(),
                rule.key(),
                version.description(),
                rule.aggregation() == Aggregation.LAST ? LATEST : rule.aggregation().name(),
                rule.eventType(),
                rule.effectiveFrom().equals(Instant.EPOCH) ? null : rule.effectiveFrom(),
                valueProperty == null ? null : valueProperty.toString(),
                groupBy,
                version.createdAt(),
                rule.recordedAt(),
                rule.archived() ? rule.recordedAt() : null);
    }

    /** Reads a MeterCreate; without {@code eventFrom}, events of any time count. */
    static MeterDefinition readCreate(JsonBody body) {
        String slug = MeterBody.key(body, "slug");
        String eventType = MeterBody.eventType(body);
        Aggregation aggregation = MeterBody.aggregation(body);
        PropertyPath valueProperty = MeterBody.valueProperty(body);
        Map<String, PropertyPath> groupBy = MeterBody.groupBy(body);
        String description = MeterBody.description(body);
        Instant eventFrom = MeterBody.effectiveFrom(body, "eventFrom");
        if (aggregation == Aggregation.COUNT) {
            valueProperty = null; // "For COUNT aggregation the valueProperty is ignored."
        } else if (aggregation != null && !body.has("valueProperty")) {
            body.wrong("valueProperty", "is missing: " + aggregation + " needs one");
        }
        body.throwIfWrong();
        return new MeterDefinition(
                slug,
                eventType,
                Objects.requireNonNull(aggregation),
                valueProperty,
                List.of(),
                groupBy,
                MeterBody.DEFAULT_MAX_DIMENSION_SETS,
                null,
                description,
                eventFrom == null ? Instant.EPOCH : eventFrom);
    }

    /** Reads a MeterUpdate: description and groupBy, if given. */
    static MeterDefinition readUpdate(MeterVersion before, JsonBody body) {
        MeterDefinition same = MeterDefinition.of(before);
        var updated =
                new MeterDefinition(
                        same.key(),
                        same.eventType(),
                        same.aggregation(),
                        same.valueProperty(),
                        same.filter(),
                        body.has("groupBy") ? MeterBody.groupBy(body) : same.groupBy(),
                        same.maxDimensionSets(),
                        same.unit(),
                        body.has("description") ? MeterBody.description(body) : same.description(),
                        null);
        body.throwIfWrong();
        return updated;
    }
}
