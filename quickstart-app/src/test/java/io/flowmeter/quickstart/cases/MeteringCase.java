package io.flowmeter.quickstart.cases;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One case of {@code metering-cases.json}. */
record MeteringCase(String id, String kind, String stance, JsonNode input, JsonNode expected) {
    static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final Map<String, MeteringCase> ALL = read();

    /** The cases of a kind that must hold. */
    static List<MeteringCase> required(String kind) {
        return ALL.values().stream()
                .filter(each -> each.kind.equals(kind))
                .filter(each -> !each.stance.equals("optional"))
                .toList();
    }

    static MeteringCase named(String id) {
        MeteringCase found = ALL.get(id);
        if (found == null) {
            throw new IllegalArgumentException("metering-cases.json has no case " + id);
        }
        return found;
    }

    /** The events, also where the case refers to another's. */
    List<JsonNode> events() {
        JsonNode source =
                input.has("events_ref") ? named(input.get("events_ref").asText()).input : input;
        List<JsonNode> events = new ArrayList<>();
        source.get("events").forEach(events::add);
        return events;
    }

    JsonNode query() {
        return input.get("query");
    }

    @Override
    public String toString() {
        return id;
    }

    private static Map<String, MeteringCase> read() {
        try (InputStream file =
                MeteringCase.class.getResourceAsStream("/cases/metering-cases.json")) {
            Map<String, MeteringCase> cases = new TreeMap<>();
            for (JsonNode each : JSON.readTree(file).get("cases")) {
                String id = each.get("id").asText();
                cases.put(
                        id,
                        new MeteringCase(
                                id,
                                each.get("kind").asText(),
                                each.get("stance").asText(),
                                each.get("input"),
                                each.get("expected")));
            }
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException("metering-cases.json cannot be read", e);
        }
    }
}
