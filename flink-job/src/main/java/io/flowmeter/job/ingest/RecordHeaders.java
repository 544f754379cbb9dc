package io.flowmeter.job.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of a Kafka record as text: a JSON object, sorted by name, that dead letters keep as it
 * is. Of headers with the same name the last counts, as in Kafka's own {@code lastHeader}; one
 * without a value is left out. Bytes that are not UTF-8 become U+FFFD, and so does U+0000, which
 * Postgres' jsonb cannot hold: tracing libraries send such headers, and they say nothing about
 * usage.
 */
final class RecordHeaders {
    /** What stands for text that cannot be kept. */
    static final char REPLACEMENT = '\uFFFD';

    private static final String NONE = "{}";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

    private RecordHeaders() {}

    static String toJson(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            if (header.value() == null) {
                texts.remove(header.key());
            } else {
                texts.put(
                        storable(header.key()),
                        storable(new String(header.value(), StandardCharsets.UTF_8)));
            }
        }
        return texts.isEmpty() ? NONE : write(texts);
    }

    static Map<String, String> fromJson(String json) {
        if (json.equals(NONE)) {
            return Map.of();
        }
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "record headers must be a JSON object of texts, were " + json, e);
        }
    }

    private static String storable(String text) {
        return text.replace('\0', REPLACEMENT);
    }

    private static String write(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can always be written as JSON", e);
        }
    }
}
