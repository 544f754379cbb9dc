package io.flowmeter.api.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON as the API speaks it. Read: strictly, a duplicate name or trailing text is an error, and
 * numbers keep their digits. Written: decimals as plain texts ("12.50", never 1.25E1), instants as
 * RFC 3339 in UTC.
 */
public final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .withConfigOverride(
                            BigDecimal.class,
                            override ->
                                    override.setFormat(
                                            JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addSerializer(LocalDate.class, ToStringSerializer.instance))
                    .build();

    private Json() {}

    /** The value as JSON text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /** The value as a tree, to be compared or stored. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads one JSON value.
     *
     * @throws JsonProcessingException with the place at which the text stops making sense
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** Reads what Postgres, or the job, keeps as JSON. */
    public static JsonNode stored(String json) {
        try {
            return read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("only valid JSON is stored", e);
        }
    }

    /** Reads a stored object of texts, names in order. */
    public static SortedMap<String, String> storedTexts(String json) {
        SortedMap<String, String> texts = new TreeMap<>();
        stored(json)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** What is wrong with a JSON text, in one line and without the text itself. */
    public static String problemOf(JsonProcessingException e) {
        return JsonWords.problemOf(e);
    }
}
