package io.flowmeter.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Meters as the API takes them: all aggregations, several of one event type. */
final class LoadMeters {
    static final String PREFIX_TICK = "prefix.tick";
    static final String BATCH = "batch";
    static final String UNMETERED = "nobody.meters.this";

    /** Batches smaller than this are filtered out. */
    static final int BATCH_SIZE = 10;

    private static final String ALWAYS = "2020-01-01T00:00:00Z";
    private static final List<String> AGGREGATIONS =
            List.of("SUM", "COUNT", "LAST", "MAX", "MIN", "AVG", "UNIQUE_COUNT");
    private static final Map<String, String> BY_MODEL = Map.of("model", "$.model");
    private static final Map<String, String> BY_SENSOR = Map.of("sensor", "$.sensor");

    private LoadMeters() {}

    /** The meters of each namespace, before the first event. */
    static List<Map<String, Object>> initial() {
        List<Map<String, Object>> meters = new ArrayList<>();
        meters.add(meter("requests", "request", "COUNT", "", BY_MODEL));
        meters.add(
                filtered(
                        meter("request_errors", "request", "COUNT", "", Map.of()),
                        condition("$.status", "EQUALS", "error")));
        meters.add(
                meter(
                        "tokens",
                        "request",
                        "SUM",
                        "$.tokens",
                        Map.of("model", "$.model", "region", "$.region")));
        meters.add(meter("tokens_max", "request", "MAX", "$.tokens", Map.of()));
        meters.add(meter("tokens_avg", "request", "AVG", "$.tokens", Map.of()));
        meters.add(meter("users", "request", "UNIQUE_COUNT", "$.user", Map.of()));
        meters.add(meter("level_last", "gauge", "LAST", "$.level", BY_SENSOR));
        meters.add(meter("level_min", "gauge", "MIN", "$.level", Map.of()));
        meters.add(meter("level_avg", "gauge", "AVG", "$.level", Map.of()));
        meters.add(meter("bytes", "transfer", "SUM", "$.bytes", Map.of("link", "$.link.name")));
        meters.add(meter("bytes_max", "transfer", "MAX", "$.bytes", Map.of()));
        meters.add(meter("bytes_last", "transfer", "LAST", "$.bytes", Map.of()));
        meters.add(meter("seats", "seat", "UNIQUE_COUNT", "$.seat.id", Map.of("plan", "$.plan")));
        meters.add(
                filtered(
                        meter("batches", BATCH, "COUNT", "", Map.of()),
                        condition("$.size", "GREATER_OR_EQUAL", String.valueOf(BATCH_SIZE))));
        for (PrefixMeter prefix : PrefixMeter.values()) {
            meters.add(
                    meter(
                            prefix.key(),
                            PREFIX_TICK,
                            prefix.aggregation(),
                            prefix.valueProperty(),
                            Map.of()));
        }
        return meters;
    }

    /** A meter to be created on the way. */
    static Map<String, Object> extra(String key, SplittableRandom random) {
        Map<String, Object> meter = new LinkedHashMap<>();
        String aggregation = AGGREGATIONS.get(random.nextInt(AGGREGATIONS.size()));
        boolean isRequest = random.nextBoolean();
        meter.put("key", key);
        meter.put("eventType", isRequest ? "request" : "gauge");
        meter.put("aggregation", aggregation);
        if (!aggregation.equals("COUNT")) {
            meter.put("valueProperty", isRequest ? "$.tokens" : "$.level");
        }
        if (random.nextBoolean()) {
            meter.put("groupBy", isRequest ? BY_MODEL : BY_SENSOR);
        }
        if (random.nextInt(3) == 0) {
            meter.put("effectiveFrom", ALWAYS);
        }
        return meter;
    }

    /** What changes in a meter created on the way. */
    static Map<String, Object> change(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("groupBy", Map.of());
            case 1 -> Map.of("groupBy", Map.of("status", "$.status"));
            case 2 -> Map.of("filter", List.of());
            default ->
                    Map.of(
                            "filter",
                            List.of(
                                    random.nextBoolean()
                                            ? condition("$.status", "NOT_EQUALS", "error")
                                            : Map.of(
                                                    "property",
                                                    "$.user",
                                                    "operator",
                                                    "EXISTS",
                                                    "values",
                                                    List.of())));
        };
    }

    private static Map<String, Object> meter(
            String key,
            String eventType,
            String aggregation,
            String valueProperty,
            Map<String, String> groupBy) {
        Map<String, Object> meter = new LinkedHashMap<>();
        meter.put("key", key);
        meter.put("eventType", eventType);
        meter.put("aggregation", aggregation);
        if (!valueProperty.isEmpty()) {
            meter.put("valueProperty", valueProperty);
        }
        meter.put("groupBy", groupBy);
        meter.put("effectiveFrom", ALWAYS);
        return meter;
    }

    private static Map<String, Object> filtered(
            Map<String, Object> meter, Map<String, Object> condition) {
        meter.put("filter", List.of(condition));
        return meter;
    }

    private static Map<String, Object> condition(String property, String operator, String value) {
        return Map.of("property", property, "operator", operator, "values", List.of(value));
    }
}
