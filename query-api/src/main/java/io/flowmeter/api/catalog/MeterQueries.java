package io.flowmeter.api.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads and inserts versions of meters. */
public final class MeterQueries {

    private MeterQueries() {}

    /**
     * The current version of a meter that is not archived.
     *
     * @throws ProblemException METER_NOT_FOUND
     */
    public static MeterVersion get(Handle handle, String namespace, String key) {
        return find(handle, namespace, key)
                .filter(version -> !version.rule().archived())
                .orElseThrow(() -> notFound(key));
    }

    /** The problem that there is no such meter. */
    public static ProblemException notFound(String key) {
        return new ProblemException(ProblemCode.METER_NOT_FOUND, "there is no meter " + key);
    }

    /** The newest version, be it archived. */
    public static Optional<MeterVersion> find(Handle handle, String namespace, String key) {
        return handle.createQuery(
                        """
                        SELECT *, (SELECT min(recorded_at) FROM meter AS any_version
                                    WHERE any_version.namespace = newest.namespace
                                      AND any_version.meter = newest.meter) AS created_at
                          FROM meter AS newest
                         WHERE namespace = :namespace AND meter = :key
                         ORDER BY version DESC
                         LIMIT 1
                        """)
                .bind("namespace", namespace)
                .bind("key", key)
                .map((row, context) -> version(row))
                .findOne();
    }

    /** Newest versions of the meters after a key, by key. */
    public static List<MeterVersion> list(
            Handle handle, String namespace, String afterKey, int limit, boolean withArchived) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM (SELECT DISTINCT ON (meter) *,
                                       min(recorded_at) OVER (PARTITION BY meter) AS created_at
                                  FROM meter
                                 WHERE namespace = :namespace AND meter > :after
                                 ORDER BY meter, version DESC) AS newest
                         WHERE :withArchived OR NOT archived
                         ORDER BY meter
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("after", afterKey)
                .bind("withArchived", withArchived)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list();
    }

    /** The newest rules of those of the meters that are not archived, by key. */
    static Map<String, Meter> rules(Handle handle, String namespace, Collection<String> keys) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT ON (meter) *, recorded_at AS created_at
                          FROM meter
                         WHERE namespace = :namespace AND meter = ANY (:keys)
                         ORDER BY meter, version DESC
                        """)
                .bind("namespace", namespace)
                .bindArray("keys", String.class, List.copyOf(keys))
                .map((row, context) -> version(row).rule())
                .filter(rule -> !rule.archived())
                .collect(Collectors.toMap(Meter::key, rule -> rule));
    }

    /** Every dimension any version of the meter had. */
    public static List<String> dimensionsEver(Handle handle, String namespace, String key) {
        return handle.createQuery(
                        """
                        SELECT DISTINCT jsonb_object_keys(group_by) AS dimension
                          FROM meter
                         WHERE namespace = :namespace AND meter = :key
                         ORDER BY dimension
                        """)
                .bind("namespace", namespace)
                .bind("key", key)
                .mapTo(String.class)
                .list();
    }

    static void insert(Handle handle, String namespace, MeterVersion version) {
        Meter rule = version.rule();
        MeterResponse texts = MeterResponse.of(version);
        handle.createUpdate(
                        """
                        INSERT INTO meter (namespace, meter, version, effective_from, event_type,
                               aggregation, value_property, filter, group_by, max_dimension_sets,
                               unit, description, archived, recorded_at)
                        VALUES (:namespace, :meter, :version, :effectiveFrom, :eventType,
                               :aggregation, :valueProperty, CAST(:filter AS jsonb),
                               CAST(:groupBy AS jsonb), :maxDimensionSets,
                               :unit, :description, :archived, :recordedAt)
                        """)
                .bind("namespace", namespace)
                .bind("meter", rule.key())
                .bind("version", rule.version())
                .bind("effectiveFrom", rule.effectiveFrom())
                .bind("eventType", rule.eventType())
                .bind("aggregation", rule.aggregation().name())
                .bind("valueProperty", texts.valueProperty())
                .bind("filter", Json.write(texts.filter()))
                .bind("groupBy", Json.write(texts.groupBy()))
                .bind("maxDimensionSets", rule.maxDimensionSets())
                .bind("unit", version.unit())
                .bind("description", version.description())
                .bind("archived", rule.archived())
                .bind("recordedAt", rule.recordedAt())
                .execute();
    }

    static MeterVersion version(ResultSet row) throws SQLException {
        String valueProperty = row.getString("value_property");
        return new MeterVersion(
                new Meter(
                        row.getString("meter"),
                        row.getInt("version"),
                        row.getString("event_type"),
                        Aggregation.valueOf(row.getString("aggregation")),
                        valueProperty == null ? null : PropertyPath.parse(valueProperty),
                        filter(row.getString("filter")),
                        groupBy(row.getString("group_by")),
                        row.getInt("max_dimension_sets"),
                        Rows.instant(row, "effective_from"),
                        Rows.instant(row, "recorded_at"),
                        row.getBoolean("archived")),
                row.getString("unit"),
                row.getString("description"),
                Rows.instant(row, "created_at"));
    }

    private static List<Condition> filter(String json) {
        List<Condition> filter = new ArrayList<>();
        for (JsonNode condition : Json.stored(json)) {
            List<String> values = new ArrayList<>();
            condition.get("values").forEach(value -> values.add(value.textValue()));
            filter.add(
                    new Condition(
                            PropertyPath.parse(condition.get("property").textValue()),
                            Condition.Operator.valueOf(condition.get("operator").textValue()),
                            values));
        }
        return filter;
    }

    private static Map<String, PropertyPath> groupBy(String json) {
        Map<String, PropertyPath> groupBy = new TreeMap<>();
        Json.stored(json)
                .properties()
                .forEach(
                        entry ->
                                groupBy.put(
                                        entry.getKey(),
                                        PropertyPath.parse(entry.getValue().textValue())));
        return groupBy;
    }
}
