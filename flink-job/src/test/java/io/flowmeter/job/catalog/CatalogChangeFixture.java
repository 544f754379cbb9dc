package io.flowmeter.job.catalog;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.catalog.NamespaceVersion;
import io.flowmeter.core.catalog.PlanVersion;
import io.flowmeter.core.catalog.SubscriptionVersion;
import io.flowmeter.core.catalog.TenantVersion;
import io.flowmeter.core.meter.Condition;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.Limit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The catalog changes that the query API would record for these versions. */
public final class CatalogChangeFixture {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CatalogChangeFixture() {}

    public static CatalogChange change(long seq, NamespaceVersion version) {
        ObjectNode payload = JSON.createObjectNode();
        Duration lateness = version.timePolicy().allowedLateness();
        payload.put("allowedLatenessSeconds", lateness == null ? null : lateness.toSeconds());
        return change(
                seq,
                version.namespace(),
                CatalogPayload.NAMESPACE,
                version.namespace(),
                version.version(),
                payload,
                version.recordedAt());
    }

    public static CatalogChange change(long seq, String namespace, Meter meter) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("eventType", meter.eventType());
        payload.put("aggregation", meter.aggregation().name());
        payload.put("valueProperty", text(meter.valueProperty()));
        ArrayNode filter = payload.putArray("filter");
        for (Condition condition : meter.filter()) {
            ObjectNode json = filter.addObject();
            json.put("property", condition.property().toString());
            json.put("operator", condition.operator().name());
            condition.values().forEach(json.putArray("values")::add);
        }
        ObjectNode groupBy = payload.putObject("groupBy");
        meter.groupBy().forEach((name, path) -> groupBy.put(name, path.toString()));
        payload.put("maxDimensionSets", meter.maxDimensionSets());
        payload.put("effectiveFrom", meter.effectiveFrom().toString());
        payload.put("archived", meter.archived());
        return change(
                seq,
                namespace,
                CatalogPayload.METER,
                meter.key(),
                meter.version(),
                payload,
                meter.recordedAt());
    }

    public static CatalogChange change(long seq, TenantVersion version) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("timeZone", version.billingCycle().zone().getId());
        payload.put("billingInterval", version.billingCycle().interval().name());
        payload.put("billingAnchor", text(version.billingCycle().anchor()));
        payload.put("effectiveFrom", version.effectiveFrom().toString());
        payload.put("archived", false);
        return change(
                seq,
                version.namespace(),
                CatalogPayload.TENANT,
                version.tenant(),
                version.version(),
                payload,
                version.recordedAt());
    }

    public static CatalogChange change(long seq, PlanVersion version) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("effectiveFrom", version.effectiveFrom().toString());
        ArrayNode limits = payload.putArray("limits");
        version.limits().forEach(limit -> write(limit, limits.addObject()));
        payload.put("archived", false);
        return change(
                seq,
                version.namespace(),
                CatalogPayload.PLAN,
                version.plan(),
                version.version(),
                payload,
                version.recordedAt());
    }

    public static CatalogChange change(long seq, SubscriptionVersion version) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("plan", version.plan());
        payload.put("effectiveFrom", version.effectiveFrom().toString());
        ArrayNode limits = payload.putArray("limits");
        version.limits().forEach(limit -> write(limit, limits.addObject()));
        return change(
                seq,
                version.namespace(),
                CatalogPayload.SUBSCRIPTION,
                version.tenant(),
                version.version(),
                payload,
                version.recordedAt());
    }

    private static void write(Limit limit, ObjectNode json) {
        json.put("key", limit.key());
        json.put("meter", limit.meter());
        json.put("window", limit.window().name());
        json.put("dimension", limit.dimension());
        json.put("dimensionValue", limit.dimensionValue());
        BigDecimal quantity = limit.quantity();
        json.put("quantity", quantity == null ? null : quantity.toPlainString());
        json.put("enforcement", limit.enforcement().name());
        json.put("burst", limit.burst().toPlainString());
        json.put("graceSeconds", limit.grace().toSeconds());
        json.put("whenStale", limit.whenStale().name());
        ArrayNode thresholds = json.putArray("thresholds");
        limit.thresholds().forEach(threshold -> thresholds.add(threshold.text()));
    }

    private static CatalogChange change(
            long seq,
            String namespace,
            String entity,
            String key,
            int version,
            ObjectNode payload,
            Instant recordedAt) {
        return new CatalogChange(
                seq,
                namespace,
                entity,
                key,
                version,
                payload.toString(),
                recordedAt.toEpochMilli());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
