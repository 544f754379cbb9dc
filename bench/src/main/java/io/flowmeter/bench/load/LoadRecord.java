package io.flowmeter.bench.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record for the event log.
 *
 * @param key decides the partition
 * @param value null for a tombstone
 * @param tick what a prefix tenant counts with it; null for all other records
 */
record LoadRecord(
        LoadKind kind,
        byte[] key,
        byte @Nullable [] value,
        Map<String, String> headers,
        @Nullable PrefixTick tick) {

    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8");

    static LoadRecord structured(LoadKind kind, EventDraft event) {
        return new LoadRecord(kind, event.key(), event.structured(), STRUCTURED, null);
    }

    /** Without headers, as plain Kafka clients send it. */
    static LoadRecord bare(LoadKind kind, byte[] key, byte @Nullable [] value) {
        return new LoadRecord(kind, key, value, Map.of(), null);
    }

    /** Attributes in headers, data in the value: the CloudEvents Kafka binding, section 3.2. */
    static LoadRecord binary(LoadKind kind, EventDraft event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        event.attributes().forEach((name, value) -> headers.put("ce_" + name, value));
        return new LoadRecord(
                kind, event.key(), event.dataAlone(), Collections.unmodifiableMap(headers), null);
    }

    LoadRecord as(LoadKind other) {
        return new LoadRecord(other, key, value, headers, tick);
    }

    LoadRecord withKey(byte[] other) {
        return new LoadRecord(kind, other, value, headers, tick);
    }

    LoadRecord counting(PrefixTick counted) {
        return new LoadRecord(kind, key, value, headers, counted);
    }
}
