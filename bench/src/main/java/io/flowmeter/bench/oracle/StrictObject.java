package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object in UTF-8 and nothing else. A name given twice, text after the object, a byte that
 * is not UTF-8 or a number no decimal can hold make it UNPARSABLE; more than 64 KiB, TOO_LARGE.
 */
final class StrictObject {
    static final int MAX_BYTES = 65_536;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength(MAX_BYTES)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private StrictObject() {}

    static ObjectNode read(byte @Nullable [] utf8) throws RefusedException {
        if (utf8 == null || utf8.length == 0) {
            throw new RefusedException("UNPARSABLE");
        }
        if (utf8.length > MAX_BYTES) {
            throw new RefusedException("TOO_LARGE");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            return only(text);
        } catch (CharacterCodingException e) {
            throw new RefusedException("UNPARSABLE");
        }
    }

    /** A member that is an object; an empty object if it is absent or null. */
    static ObjectNode memberOrEmpty(ObjectNode object, String name) throws RefusedException {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            return JSON.createObjectNode();
        }
        return object(member);
    }

    static ObjectNode object(@Nullable JsonNode node) throws RefusedException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new RefusedException("UNPARSABLE");
    }

    static ObjectNode empty() {
        return JSON.createObjectNode();
    }

    private static ObjectNode only(String text) throws RefusedException {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonNode node = JSON.readTree(parser);
            if (parser.nextToken() != null) {
                throw new RefusedException("UNPARSABLE");
            }
            return object(node);
        } catch (IOException | NumberFormatException | ArithmeticException e) {
            // Of a text in memory: bad syntax, or an exponent that is no int.
            throw new RefusedException("UNPARSABLE");
        }
    }
}
