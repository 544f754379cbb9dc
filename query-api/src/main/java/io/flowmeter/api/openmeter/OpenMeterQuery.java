package io.flowmeter.api.openmeter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Translates OpenMeter's query parameters and bodies into those of /v1. */
final class OpenMeterQuery {

    private static final String BEGINNING = "1970-01-01T00:00:00Z";
    private static final String ADVANCED = "advancedMeterGroupByFilters";
    private static final String SIMPLE = "filterGroupBy";
    private static final Set<String> SAME =
            Set.of("from", "to", "windowSize", "windowTimeZone", "subject", "groupBy");
    private static final int MAX_TEXT = 256;

    private final Map<String, List<String>> translated = new LinkedHashMap<>();

    private OpenMeterQuery() {}

    static Parameters ofParameters(Parameters parameters) {
        var query = new OpenMeterQuery();
        for (String name : parameters.names()) {
            if (SAME.contains(name)) {
                query.translated.put(name, parameters.all(name));
            } else if (name.startsWith(SIMPLE + "[")) {
                query.translated.put(
                        "filter" + name.substring(SIMPLE.length()), parameters.all(name));
            } else if (name.equals(ADVANCED)) {
                query.addAdvanced(parsed(parameters.one(name).orElse("{}")));
            } else if (!name.equals("clientId")) {
                throw ProblemException.parameter(name, "is not supported");
            }
        }
        return query.parameters();
    }

    static Parameters ofBody(JsonBody body) {
        var query = new OpenMeterQuery();
        for (String name : SAME) {
            List<String> values = body.texts(name, MAX_TEXT);
            if (!values.isEmpty()) {
                query.translated.put(name, values);
            }
        }
        JsonBody simple = body.child(SIMPLE);
        for (String dimension : simple == null ? List.<String>of() : simple.fields()) {
            query.addFilter(dimension, simple.texts(dimension, MAX_TEXT));
        }
        if (!body.texts("filterCustomerId", MAX_TEXT).isEmpty()) {
            body.wrong("filterCustomerId", "is not supported; use subject");
        }
        JsonNode advanced = body.object(ADVANCED);
        body.throwIfWrong();
        if (advanced != null) {
            query.addAdvanced(advanced);
        }
        return query.parameters();
    }

    /** Without {@code from}: from the beginning of time. */
    private Parameters parameters() {
        translated.putIfAbsent("from", List.of(BEGINNING));
        return Parameters.of(translated);
    }

    private void addFilter(String dimension, List<String> values) {
        translated.put("filter[" + dimension + "]", values);
    }

    /** {@code {"model":{"$in":["a","b"]},"type":{"$eq":"c"}}}. */
    private void addAdvanced(JsonNode filters) {
        filters.properties()
                .forEach(
                        filter -> {
                            List<String> values = new ArrayList<>();
                            JsonNode operators = filter.getValue();
                            if (operators.size() == 1 && operators.path("$eq").isTextual()) {
                                values.add(operators.get("$eq").textValue());
                            } else if (operators.size() == 1 && operators.path("$in").isArray()) {
                                operators.get("$in").forEach(value -> values.add(value.asText()));
                            } else {
                                throw ProblemException.parameter(
                                        ADVANCED,
                                        "must have one of $eq and $in for " + filter.getKey());
                            }
                            addFilter(filter.getKey(), values);
                        });
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.read(json);
        } catch (JsonProcessingException e) {
            throw ProblemException.parameter(ADVANCED, Json.problemOf(e));
        }
    }
}
