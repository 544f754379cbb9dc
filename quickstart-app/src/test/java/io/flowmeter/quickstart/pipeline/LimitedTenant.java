package io.flowmeter.quickstart.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A tenant with limits, and what the API tells of them. */
public record LimitedTenant(RunningPipeline pipeline, String id) {
    private static final String JSON_TYPE = "application/json";

    /**
     * From now on the tenant has these limits only.
     *
     * @param limits JSON objects
     */
    public void limit(String... limits) throws IOException, InterruptedException {
        subscribe("{\"plan\":null,\"limits\":[" + String.join(",", limits) + "]}");
    }

    /** From now on the tenant has the limits of a plan only. */
    public void subscribeTo(String plan) throws IOException, InterruptedException {
        subscribe("{\"plan\":\"" + plan + "\"}");
    }

    /** One event for each number, which is its id, in one request. */
    void use(CountingMeter meter, int firstId, int lastId)
            throws IOException, InterruptedException {
        pipeline.publish(meter.events(id, firstId, lastId));
    }

    /**
     * Every crossing, newest first, as {@code CROSSED 80% 1: 8}: threshold, ordinal and quantity.
     */
    public List<String> crossings() throws IOException, InterruptedException {
        List<String> crossings = new ArrayList<>();
        for (JsonNode row : crossingRows()) {
            crossings.add(
                    row.get("direction").asText()
                            + " "
                            + row.get("threshold").asText()
                            + " "
                            + row.get("ordinal").asInt()
                            + ": "
                            + row.get("quantity").textValue());
        }
        return crossings;
    }

    /** Newest first. */
    JsonNode crossingRows() throws IOException, InterruptedException {
        return pipeline.json("GET", "/v1/threshold-crossings?tenant=" + id, "", 200).get("data");
    }

    /** What the tenant's limits say of a meter, as soon as checks know a new meter: in 2 s. */
    public JsonNode entitlement(String meter) throws IOException, InterruptedException {
        String path = "/v1/tenants/" + id + "/entitlements/" + meter;
        Awaitility.await("checks know meter " + meter)
                .atMost(Duration.ofSeconds(10))
                .until(() -> pipeline.send("GET", path, JSON_TYPE, "").statusCode() == 200);
        return pipeline.json("GET", path, "", 200);
    }

    /** Asks whether the tenant may use so much more. */
    HttpResponse<String> check(String meter, int quantity)
            throws IOException, InterruptedException {
        return pipeline.send(
                "POST",
                "/v1/tenants/" + id + "/entitlements/" + meter + ":check",
                JSON_TYPE,
                "{\"quantity\":" + quantity + "}");
    }

    private void subscribe(String subscription) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                pipeline.send(
                        "PUT", "/v1/tenants/" + id + "/subscription", JSON_TYPE, subscription);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(
                    subscription + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
