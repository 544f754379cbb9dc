package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A meter as somebody wants it, not yet a version: it has no number and no time of recording.
 *
 * @param effectiveFrom null: from when it is recorded, or when the version before begins if that is
 *     later
 */
public record MeterDefinition(
        String key,
        String eventType,
        Aggregation aggregation,
        @Nullable PropertyPath valueProperty,
        List<Condition> filter,
        Map<String, PropertyPath> groupBy,
        int maxDimensionSets,
        @Nullable String unit,
        @Nullable String description,
        @Nullable Instant effectiveFrom) {

    public MeterDefinition {
        filter = List.copyOf(filter);
        groupBy = Map.copyOf(groupBy);
    }

    /** What a version says, to be changed or repeated. */
    public static MeterDefinition of(MeterVersion version) {
        Meter rule = version.rule();
        return new MeterDefinition(
                rule.key(),
                rule.eventType(),
                rule.aggregation(),
                rule.valueProperty(),
                rule.filter(),
                rule.groupBy(),
                rule.maxDimensionSets(),
                version.unit(),
                version.description(),
                null);
    }

    /**
     * Reads a whole definition.
     *
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static MeterDefinition read(JsonBody body) {
        String key = MeterBody.key(body, "key");
        String eventType = MeterBody.eventType(body);
        Aggregation aggregation = MeterBody.aggregation(body);
        PropertyPath valueProperty = MeterBody.valueProperty(body);
        List<Condition> filter = MeterBody.filter(body);
        Map<String, PropertyPath> groupBy = MeterBody.groupBy(body);
        int maxDimensionSets = MeterBody.maxDimensionSets(body);
        String unit = MeterBody.unit(body);
        String description = MeterBody.description(body);
        Instant effectiveFrom = MeterBody.effectiveFrom(body, "effectiveFrom");
        checkValueProperty(body, aggregation, body.has("valueProperty"));
        body.noOtherFields();
        body.throwIfWrong();
        return new MeterDefinition(
                key,
                eventType,
                Objects.requireNonNull(aggregation),
                valueProperty,
                filter,
                groupBy,
                maxDimensionSets,
                unit,
                description,
                effectiveFrom);
    }

    /**
     * Reads a change: a field that is given replaces the one there is, null clears it.
     *
     * @throws ProblemException INVALID_REQUEST, or METER_IMMUTABLE for what cannot change
     */
    static MeterDefinition readPatch(MeterVersion before, JsonBody body) {
        Meter rule = before.rule();
        String key = body.has("key") ? MeterBody.key(body, "key") : rule.key();
        String eventType = body.has("eventType") ? MeterBody.eventType(body) : rule.eventType();
        Aggregation aggregation =
                body.has("aggregation") ? MeterBody.aggregation(body) : rule.aggregation();
        var patched =
                new MeterDefinition(
                        key,
                        eventType,
                        aggregation == null ? rule.aggregation() : aggregation,
                        body.has("valueProperty")
                                ? MeterBody.valueProperty(body)
                                : rule.valueProperty(),
                        body.has("filter") ? MeterBody.filter(body) : rule.filter(),
                        body.has("groupBy") ? MeterBody.groupBy(body) : rule.groupBy(),
                        body.has("maxDimensionSets")
                                ? MeterBody.maxDimensionSets(body)
                                : rule.maxDimensionSets(),
                        body.has("unit") ? MeterBody.unit(body) : before.unit(),
                        body.has("description")
                                ? MeterBody.description(body)
                                : before.description(),
                        MeterBody.effectiveFrom(body, "effectiveFrom"));
        if (body.has("valueProperty")) {
            checkValueProperty(body, patched.aggregation, patched.valueProperty != null);
        }
        body.noOtherFields();
        body.throwIfWrong();
        if (!key.equals(rule.key())) {
            throw new ProblemException(
                    ProblemCode.METER_IMMUTABLE,
                    "the key of a meter cannot change; make a new one");
        }
        return patched;
    }

    private static void checkValueProperty(
            JsonBody body, @Nullable Aggregation aggregation, boolean isGiven) {
        if (aggregation != null && aggregation.readsValue() != isGiven) {
            body.wrong(
                    "valueProperty",
                    aggregation.readsValue()
                            ? "is missing: " + aggregation + " needs one, such as $.tokens"
                            : "must be absent: " + aggregation + " reads no value");
        }
    }
}
