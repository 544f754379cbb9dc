package io.flowmeter.quickstart;

import io.flowmeter.core.threshold.Threshold;
import io.flowmeter.quickstart.sample.SampleEvent;
import io.flowmeter.quickstart.sample.SampleLimit;
import io.flowmeter.quickstart.sample.SampleMeter;
import io.flowmeter.quickstart.sample.SamplePlan;
import io.flowmeter.quickstart.sample.SampleSubscription;
import io.flowmeter.quickstart.sample.SampleTenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates sample tenants, meters, plans and subscriptions through the API, as a user would; again
 * is harmless.
 */
final class SampleCatalog {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Before any sample event, so that the meters count them all. */
    private static final String EFFECTIVE_FROM = "2020-01-01T00:00:00Z";

    private final ApiClient api;

    SampleCatalog(ApiClient api) {
        this.api = api;
    }

    void create(List<SampleTenant> tenants, List<SampleMeter> meters) {
        tenants.forEach(this::create);
        meters.forEach(this::create);
    }

    /** Plans that are there already stay as they are. */
    void createPlans() {
        SamplePlan.METERS.forEach(this::create);
        SamplePlan.ALL.forEach(this::create);
    }

    /** Tenants that have been subscribed to something already keep what they have. */
    void createSubscriptions() {
        SampleSubscription.ALL.forEach(this::create);
    }

    private void create(SampleTenant tenant) {
        var cycle = tenant.billingCycle();
        Map<String, Object> body = new HashMap<>();
        body.put("id", tenant.id());
        body.put("name", tenant.name());
        body.put("timeZone", cycle.zone().getId());
        body.put("billingInterval", cycle.interval().name());
        if (cycle.anchor() != null) {
            body.put("billingAnchor", cycle.anchor().toString());
        }
        createOnce("/v1/tenants", body);
    }

    private void create(SampleMeter meter) {
        Map<String, Object> body = new HashMap<>();
        body.put("key", meter.key());
        body.put("eventType", meter.eventType());
        body.put("aggregation", meter.aggregation().name());
        if (meter.property() != null) {
            body.put("valueProperty", "$." + meter.property());
        }
        body.put("groupBy", Map.of(SampleEvent.DATASET, "$." + SampleEvent.DATASET));
        body.put("unit", meter.unit());
        body.put("description", meter.description());
        body.put("effectiveFrom", EFFECTIVE_FROM);
        createOnce("/v1/meters", body);
    }

    private void create(SamplePlan plan) {
        createOnce(
                "/v1/plans",
                Map.of(
                        "key", plan.key(),
                        "name", plan.name(),
                        "description", plan.description(),
                        "limits", limits(plan.limits())));
    }

    private void create(SampleSubscription subscription) {
        String path = "/v1/tenants/" + subscription.tenant() + "/subscription";
        if (api.get(path, Map.of()).status() == NOT_FOUND) {
            Map<String, Object> body =
                    Map.of(
                            "plan", subscription.plan(),
                            "limits", limits(subscription.ownLimits()));
            api.put(path, body).bodyOr("putting " + path + " " + body);
        }
    }

    private static List<Map<String, Object>> limits(List<SampleLimit> limits) {
        return limits.stream().map(SampleCatalog::limit).toList();
    }

    private static Map<String, Object> limit(SampleLimit limit) {
        Map<String, Object> body = new HashMap<>();
        body.put("meter", limit.meter().key());
        body.put("quantity", limit.quantity());
        body.put("enforcement", limit.enforcement().name());
        body.put("thresholds", limit.thresholds().stream().map(Threshold::text).toList());
        return body;
    }

    private void createOnce(String path, Map<String, Object> body) {
        var answer = api.post(path, body);
        if (answer.status() != CONFLICT) {
            answer.bodyOr("creating " + body);
        }
    }
}
