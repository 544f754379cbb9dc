package io.flowmeter.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A usage event before it is written in one of the modes of CloudEvents.
 *
 * @param namespace empty: the event names none
 * @param data its members, in order
 */
record EventDraft(
        String namespace,
        String tenant,
        String source,
        String id,
        String type,
        Instant time,
        Map<String, Object> data) {

    EventDraft {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    EventDraft withData(Map<String, Object> other) {
        return new EventDraft(namespace, tenant, source, id, type, time, other);
    }

    EventDraft withIdentity(String otherId, Instant otherTime) {
        return new EventDraft(namespace, tenant, source, otherId, type, otherTime, data);
    }

    EventDraft withType(String otherType, Map<String, Object> otherData) {
        return new EventDraft(namespace, tenant, source, id, otherType, time, otherData);
    }

    EventDraft withNamespace(String other) {
        return new EventDraft(other, tenant, source, id, type, time, data);
    }

    /** The whole event as the members of one JSON object. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>(attributes());
        members.put("data", data);
        return members;
    }

    byte[] structured() {
        return utf8(LoadJson.text(members()));
    }

    byte[] dataAlone() {
        return utf8(LoadJson.text(data));
    }

    byte[] key() {
        return utf8(tenant);
    }

    /** The context attributes by name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id);
        attributes.put("source", source);
        attributes.put("type", type);
        attributes.put("subject", tenant);
        attributes.put("time", time.toString());
        if (!namespace.isEmpty()) {
            attributes.put("namespace", namespace);
        }
        return attributes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
