package io.flowmeter.quickstart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.quickstart.pipeline.RunningPipeline;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A meter of its own for one run of one case, with an event type and tenants of its own. */
final class CaseMeter {
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final RunningPipeline pipeline;
    private final String name;

    private CaseMeter(RunningPipeline pipeline, String name) {
        this.pipeline = pipeline;
        this.name = name;
    }

    /** The meter a query asks for, and beside it one that counts the same events. */
    static CaseMeter create(RunningPipeline pipeline, String id, JsonNode query)
            throws IOException, InterruptedException {
        CaseMeter meter = new CaseMeter(pipeline, id + "." + RUNS.incrementAndGet());
        String aggregation = query.get("agg").asText();
        ObjectNode body = MeteringCase.JSON.createObjectNode();
        body.put("key", meter.name).put("eventType", meter.name).put("aggregation", aggregation);
        body.put("effectiveFrom", "1970-01-01T00:00:00Z");
        if (!aggregation.equals("COUNT")) {
            body.put("valueProperty", "$." + query.path("field").asText("v"));
        }
        ObjectNode groupBy = body.putObject("groupBy");
        query.path("filter")
                .properties()
                .forEach(dim -> groupBy.put(dim.getKey(), "$." + dim.getKey()));
        pipeline.json("POST", "/v1/meters", body.toString(), 201);
        return meter;
    }

    String key() {
        return name;
    }

    String tenant(String subject) {
        return name + "." + subject;
    }

    String plainSubject(String tenant) {
        return tenant.substring(name.length() + 1);
    }

    void publish(List<JsonNode> events) throws IOException, InterruptedException {
        ArrayNode batch = MeteringCase.JSON.createArrayNode();
        for (JsonNode event : events) {
            ObjectNode data = MeteringCase.JSON.createObjectNode();
            if (event.has("v")) {
                data.set("v", event.get("v"));
            }
            if (event.has("raw_v")) {
                data.set("v", event.get("raw_v"));
            }
            event.path("dims").properties().forEach(dim -> data.set(dim.getKey(), dim.getValue()));
            batch.add(
                    event(
                            event.get("id").asText(),
                            event.get("source").asText(),
                            event.get("subject").asText(),
                            event.get("t").asText(),
                            data));
        }
        if (!batch.isEmpty()) {
            pipeline.publish(batch.toString());
        }
    }

    void publishData(String id, Instant time, String data)
            throws IOException, InterruptedException {
        pipeline.publish(
                event(id, "test", "s1", time.toString(), MeteringCase.JSON.readTree(data))
                        .toString());
    }

    /** A plain value, or {@code e1=10}, {@code UNDO e2}, {@code REDO e1 value 7}. */
    void publishStep(String step, int index, Instant time)
            throws IOException, InterruptedException {
        if (step.startsWith("UNDO ")) {
            correct(index, time, "{\"id\":\"" + step.substring(5) + "\"}");
        } else if (step.startsWith("REDO ")) {
            String[] words = step.split(" ", -1);
            correct(
                    index,
                    time,
                    "{\"id\":\""
                            + words[1]
                            + "\",\"event\":{\"type\":\""
                            + name
                            + "\",\"time\":\""
                            + time
                            + "\",\"data\":{\"v\":"
                            + words[3]
                            + "}}}");
        } else {
            String[] parts =
                    step.contains("=") ? step.split("=", 2) : new String[] {"e" + index, step};
            publishData(parts[0], time, "{\"v\":" + parts[1] + "}");
        }
    }

    ArrayNode batch(int size) {
        ArrayNode batch = MeteringCase.JSON.createArrayNode();
        for (int i = 0; i < size; i++) {
            batch.add(
                    event(
                            "b" + i,
                            "test",
                            "s1",
                            "2026-01-10T10:00:00Z",
                            MeteringCase.JSON.createObjectNode()));
        }
        return batch;
    }

    @Nullable BigDecimal total(Instant from, Instant to) throws IOException, InterruptedException {
        JsonNode data = query("from=" + from + "&to=" + to);
        assertOneRow(data);
        JsonNode value = data.get(0).get("value");
        return value.isNull() ? null : new BigDecimal(value.textValue());
    }

    /** Rows of the meter's query; the parameters are encoded here. */
    JsonNode query(String parameters) throws IOException, InterruptedException {
        StringBuilder encoded = new StringBuilder();
        for (String parameter : parameters.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            encoded.append(encoded.isEmpty() ? "?" : "&")
                    .append(URLEncoder.encode(parts[0], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parts[1], StandardCharsets.UTF_8));
        }
        return pipeline.json("GET", "/v1/meters/" + name + "/query" + encoded, "", 200).get("data");
    }

    long deadLetters() {
        return pipeline.count(
                "select count(*) from dead_letter where tenant like '" + name + ".%'");
    }

    /** Live events in the windows of this meter. */
    long eventCount() {
        return pipeline.count(
                "select coalesce(sum(event_count), 0) from usage_aggregate where dimensions is null"
                        + " and granularity = 'QUARTER_HOUR' and meter = '"
                        + name
                        + "'");
    }

    private void correct(int index, Instant time, String data)
            throws IOException, InterruptedException {
        ObjectNode event =
                event(
                        "void-" + index,
                        "test",
                        "s1",
                        time.toString(),
                        MeteringCase.JSON.readTree(data));
        pipeline.publish(event.put("type", "flowmeter.void").toString());
    }

    private ObjectNode event(String id, String source, String subject, String time, JsonNode data) {
        ObjectNode event = MeteringCase.JSON.createObjectNode();
        event.put("specversion", "1.0").put("id", id).put("source", source).put("type", name);
        event.put("subject", tenant(subject)).put("time", time).set("data", data);
        return event;
    }

    private static void assertOneRow(JsonNode data) {
        if (data.size() != 1) {
            throw new AssertionError("a query without windows must give one row, gave " + data);
        }
    }
}
