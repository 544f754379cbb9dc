package io.flowmeter.job.catalog;

import io.flowmeter.core.catalog.NamespaceVersion;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.event.TimePolicy;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.core.window.BillingCycle;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The JSON of catalog changes, agreed with the query API:
 *
 * <pre>{@code
 * NAMESPACE  {"allowedLatenessSeconds": 3024000 | null}
 * METER      {"eventType":"llm.request", "aggregation":"SUM", "valueProperty":"$.tokens" | null,
 *             "filter":[{"property":"$.status", "operator":"EQUALS", "values":["ok"]}],
 *             "groupBy":{"model":"$.model"}, "maxDimensionSets":1000,
 *             "effectiveFrom":"2026-01-01T00:00:00Z", "archived":false}
 * TENANT     {"timeZone":"Europe/Berlin", "billingInterval":"MONTH" | "QUARTER" | "YEAR",
 *             "billingAnchor":"2026-01-31" | null, "effectiveFrom":"2026-01-01T00:00:00Z",
 *             "archived":false}
 * PLAN       {"effectiveFrom":"2026-01-01T00:00:00Z", "limits":[LIMIT, …], "archived":false}
 * SUBSCRIPTION (key: the tenant)
 *            {"plan":"starter" | null, "effectiveFrom":"2026-01-01T00:00:00Z", "limits":[LIMIT, …]}
 * LIMIT      {"key":"api_calls", "meter":"api_calls",
 *             "window":"PERIOD" | "MONTH" | "PT60M" | "PT24H" | "P30D",
 *             "dimension":"user" | null, "dimensionValue":"u-1" | null,
 *             "quantity":"1000" | null, "enforcement":"HARD" | "SOFT", "burst":"0",
 *             "graceSeconds":1209600, "whenStale":"ALLOW" | "DENY",
 *             "thresholds":["75%", "80%", "500"]}
 * }</pre>
 *
 * Members beside these are ignored. The API checks what it writes, so a payload that cannot be read
 * is a defect.
 */
final class CatalogPayload {
    static final String NAMESPACE = "NAMESPACE";
    static final String METER = "METER";
    static final String TENANT = "TENANT";
    static final String PLAN = "PLAN";
    static final String SUBSCRIPTION = "SUBSCRIPTION";

    private CatalogPayload() {}

    static NamespaceVersion namespace(CatalogChange change) {
        return read(
                change,
                json ->
                        new NamespaceVersion(
                                change.namespace(),
                                change.version(),
                                new TimePolicy(
                                        json.findNullableLong("allowedLatenessSeconds")
                                                .map(Duration::ofSeconds)
                                                .orElse(null)),
                                recordedAt(change)));
    }

    static Meter meter(CatalogChange change) {
        return read(
                change,
                json ->
                        new Meter(
                                change.key(),
                                change.version(),
                                json.getText("eventType"),
                                Aggregation.parse(json.getText("aggregation")),
                                json.findText("valueProperty")
                                        .map(PropertyPath::parse)
                                        .orElse(null),
                                json.getObjects("filter").stream()
                                        .map(CatalogPayload::condition)
                                        .toList(),
                                groupBy(json.getTextsByName("groupBy")),
                                json.getInt("maxDimensionSets"),
                                Instant.parse(json.getText("effectiveFrom")),
                                recordedAt(change),
                                json.getBoolean("archived")));
    }

    static TenantVersion tenant(CatalogChange change) {
        return read(
                change,
                json ->
                        new TenantVersion(
                                change.namespace(),
                                change.key(),
                                change.version(),
                                new BillingCycle(
                                        ZoneId.of(json.getText("timeZone")),
                                        BillingCycle.Interval.valueOf(
                                                json.getText("billingInterval")),
                                        json.findText("billingAnchor")
                                                .map(LocalDate::parse)
                                                .orElse(null)),
                                Instant.parse(json.getText("effectiveFrom")),
                                recordedAt(change)));
    }

    static PlanVersion plan(CatalogChange change) {
        return read(
                change,
                json ->
                        new PlanVersion(
                                change.namespace(),
                                change.key(),
                                change.version(),
                                Instant.parse(json.getText("effectiveFrom")),
                                recordedAt(change),
                                limits(json)));
    }

    static SubscriptionVersion subscription(CatalogChange change) {
        return read(
                change,
                json ->
                        new SubscriptionVersion(
                                change.namespace(),
                                change.key(),
                                change.version(),
                                json.findNullableText("plan").orElse(null),
                                Instant.parse(json.getText("effectiveFrom")),
                                recordedAt(change),
                                limits(json)));
    }

    private static List<Limit> limits(PayloadObject json) {
        return json.getObjects("limits").stream().map(CatalogPayload::limit).toList();
    }

    private static Limit limit(PayloadObject json) {
        return new Limit(
                json.getText("key"),
                json.getText("meter"),
                LimitWindow.valueOf(json.getText("window")),
                json.findText("dimension").orElse(null),
                json.findText("dimensionValue").orElse(null),
                json.findNullableText("quantity").map(BigDecimal::new).orElse(null),
                Limit.Enforcement.valueOf(json.getText("enforcement")),
                new BigDecimal(json.getText("burst")),
                Duration.ofSeconds(json.getInt("graceSeconds")),
                Limit.WhenStale.valueOf(json.getText("whenStale")),
                json.getTexts("thresholds").stream().map(Threshold::new).toList());
    }

    private static Condition condition(PayloadObject json) {
        return new Condition(
                PropertyPath.parse(json.getText("property")),
                Condition.Operator.valueOf(json.getText("operator")),
                json.getTexts("values"));
    }

    private static Map<String, PropertyPath> groupBy(Map<String, String> paths) {
        Map<String, PropertyPath> dimensions = new TreeMap<>();
        paths.forEach((name, path) -> dimensions.put(name, PropertyPath.parse(path)));
        return dimensions;
    }

    private static Instant recordedAt(CatalogChange change) {
        return Instant.ofEpochMilli(change.recordedAtMillis());
    }

    private static <R> R read(CatalogChange change, Function<PayloadObject, R> reading) {
        try {
            return reading.apply(PayloadObject.parse(change.payload()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalStateException(
                    change + " has a payload that cannot be read: " + e.getMessage(), e);
        }
    }
}
