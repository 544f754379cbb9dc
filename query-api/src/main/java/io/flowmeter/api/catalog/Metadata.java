package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.Utf8;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and texts that people keep with an entity; they mean nothing here. */
final class Metadata {

    private static final int MAX_NAME = 256;
    private static final int MAX_ENTRIES = 50;
    private static final int MAX_TEXT = 1_024;

    private Metadata() {}

    /** The field {@code metadata}; what is wrong is noted in the body. */
    static Map<String, String> read(JsonBody body) {
        Map<String, String> metadata = new TreeMap<>();
        JsonBody entries = body.child("metadata");
        for (String name : entries == null ? List.<String>of() : entries.fields()) {
            if (name.isBlank() || name.length() > MAX_NAME || !Utf8.isStorable(name)) {
                body.wrong("metadata", "must have names of 1 to " + MAX_NAME + " characters");
            }
            metadata.put(name, entries.requiredText(name, MAX_TEXT));
        }
        if (metadata.size() > MAX_ENTRIES) {
            body.wrong("metadata", "must have at most " + MAX_ENTRIES + " entries");
        }
        return metadata;
    }
}
