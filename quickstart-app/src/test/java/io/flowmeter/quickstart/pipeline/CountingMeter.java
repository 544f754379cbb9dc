package io.flowmeter.quickstart.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;

/**
 * A meter that counts events of a type of its own, and what the pipeline tells of it.
 *
 * @param key the meter's, and the type of its events
 */
record CountingMeter(RunningPipeline pipeline, String key) {

    static CountingMeter make(RunningPipeline pipeline, String key) throws Exception {
        pipeline.json(
                "POST",
                "/v1/meters",
                """
                {"key":"%s","eventType":"%s","aggregation":"COUNT",\
                "effectiveFrom":"1970-01-01T00:00:00Z"}"""
                        .formatted(key, key),
                201);
        return new CountingMeter(pipeline, key);
    }

    String event(String id, String tenant) {
        return event(id, tenant, Instant.now());
    }

    String event(String id, String tenant, Instant time) {
        return """
        {"specversion":"1.0","id":"%s","source":"counted","type":"%s","subject":"%s","time":"%s",\
        "data":{}}"""
                .formatted(id, key, tenant, time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Events of a tenant now, with the numbers from one to another as ids. */
    String events(String tenant, int firstId, int lastId) {
        return IntStream.rangeClosed(firstId, lastId)
                .mapToObj(id -> event(String.valueOf(id), tenant))
                .toList()
                .toString();
    }

    /** The void of an event. */
    String takingBack(String id, String tenant) {
        return """
        {"specversion":"1.0","id":"void-%s","source":"counted","type":"flowmeter.void",\
        "subject":"%s","time":"%s","data":{"id":"%s","source":"counted"}}"""
                .formatted(id, tenant, Instant.now().truncatedTo(ChronoUnit.MILLIS), id);
    }

    /** Of all tenants. */
    String total() throws Exception {
        return usage().get("data").get(0).get("value").asText();
    }

    Instant asOf() throws Exception {
        return Instant.parse(usage().get("asOf").asText());
    }

    /** The events of the last sixty minutes, as the job last computed them. */
    long rollingHour() {
        return pipeline.count(
                "select event_count from rolling_usage where horizon = 'PT60M' and meter = '"
                        + key
                        + "'");
    }

    private JsonNode usage() throws Exception {
        return pipeline.json(
                "GET", "/v1/meters/" + key + "/query?from=2026-01-01T00:00:00Z", "", 200);
    }
}
