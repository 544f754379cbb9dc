package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Versions of catalog entries, as rows of {@code catalog_change} hold them. */
final class Versions {
    private static final Map<String, String> ALIASES =
            Map.of("LATEST", "LAST", "UNIQUE", "UNIQUE_COUNT", "DURATION", "SUM");

    private Versions() {}

    /**
     * One row of {@code catalog_change}.
     *
     * @param recordedAt the version rules events appended from then on
     */
    record Change(
            String namespace,
            String entity,
            String key,
            int version,
            JsonNode payload,
            Instant recordedAt) {}

    /**
     * @param latenessSeconds null: unlimited
     */
    record NamespaceVersion(
            String namespace, int version, Instant recordedAt, @Nullable Long latenessSeconds) {

        static NamespaceVersion of(Change change) {
            JsonNode lateness = change.payload().path("allowedLatenessSeconds");
            return new NamespaceVersion(
                    change.namespace(),
                    change.version(),
                    change.recordedAt(),
                    lateness.isNull() ? null : (Long) lateness.longValue());
        }
    }

    /** One condition of a meter's filter. */
    record Condition(PropertyPath property, String operator, List<String> values) {}

    /**
     * @param valueProperty null for COUNT
     */
    record MeterVersion(
            String namespace,
            String meter,
            int version,
            Instant recordedAt,
            Instant effectiveFrom,
            String eventType,
            String aggregation,
            @Nullable PropertyPath valueProperty,
            List<Condition> filter,
            SortedMap<String, PropertyPath> groupBy,
            int maxDimensionSets,
            boolean archived) {

        static MeterVersion of(Change change) {
            JsonNode payload = change.payload();
            String aggregation = text(payload, "aggregation").toUpperCase(Locale.ROOT);
            SortedMap<String, PropertyPath> groupBy = new TreeMap<>();
            payload.path("groupBy")
                    .forEachEntry(
                            (name, path) -> groupBy.put(name, PropertyPath.of(path.textValue())));
            return new MeterVersion(
                    change.namespace(),
                    change.key(),
                    change.version(),
                    change.recordedAt(),
                    Instant.parse(text(payload, "effectiveFrom")),
                    text(payload, "eventType"),
                    ALIASES.getOrDefault(aggregation, aggregation),
                    payload.hasNonNull("valueProperty")
                            ? PropertyPath.of(text(payload, "valueProperty"))
                            : null,
                    conditions(payload),
                    groupBy,
                    payload.path("maxDimensionSets").intValue(),
                    payload.path("archived").booleanValue());
        }

        private static List<Condition> conditions(JsonNode payload) {
            List<Condition> conditions = new ArrayList<>();
            for (JsonNode condition : payload.path("filter")) {
                List<String> values = new ArrayList<>();
                condition.path("values").forEach(value -> values.add(value.textValue()));
                conditions.add(
                        new Condition(
                                PropertyPath.of(text(condition, "property")),
                                text(condition, "operator"),
                                values));
            }
            return conditions;
        }
    }

    /**
     * @param months length of a billing period
     * @param anchor first day of some period; null: calendar periods
     */
    record TenantVersion(
            String namespace,
            String tenant,
            int version,
            Instant recordedAt,
            Instant effectiveFrom,
            ZoneId zone,
            int months,
            @Nullable LocalDate anchor) {

        static TenantVersion of(Change change) {
            JsonNode payload = change.payload();
            String interval = text(payload, "billingInterval");
            return new TenantVersion(
                    change.namespace(),
                    change.key(),
                    change.version(),
                    change.recordedAt(),
                    Instant.parse(text(payload, "effectiveFrom")),
                    ZoneId.of(text(payload, "timeZone")),
                    Map.of("MONTH", 1, "QUARTER", 3, "YEAR", 12).get(interval),
                    payload.hasNonNull("billingAnchor")
                            ? LocalDate.parse(text(payload, "billingAnchor"))
                            : null);
        }
    }

    private static String text(JsonNode payload, String name) {
        JsonNode member = payload.get(name);
        if (member == null || !member.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text in " + payload);
        }
        return member.textValue();
    }
}
