package io.flowmeter.job.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259, in UTF-8) and nothing else: a name given twice, text after the
 * object or a number too large for a decimal is an error. Numbers are exact.
 */
final class StrictJson {
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength(UsageEvent.MAX_BYTES)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private StrictJson() {}

    /**
     * Reads an object of at most {@link UsageEvent#MAX_BYTES}.
     *
     * @param what what the object is, for messages: {@code event} or {@code data}
     * @throws RejectedEventException TOO_LARGE, or UNPARSABLE with line and column
     */
    static ObjectNode readObject(byte @Nullable [] utf8, String what)
            throws RejectedEventException {
        if (utf8 == null || utf8.length == 0) {
            throw unparsable(what + " must be a JSON object, was empty");
        }
        if (utf8.length > UsageEvent.MAX_BYTES) {
            throw new RejectedEventException(
                    RejectionReason.TOO_LARGE,
                    what
                            + " must have at most "
                            + UsageEvent.MAX_BYTES
                            + " bytes, had "
                            + utf8.length);
        }
        return asObject(parse(Utf8.decode(utf8, what), what), what);
    }

    /**
     * @throws RejectedEventException UNPARSABLE if the node is no object
     */
    static ObjectNode asObject(JsonNode node, String what) throws RejectedEventException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw unparsable(what + " must be a JSON object, was " + kind(node));
    }

    /** What the node is, with its article. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case MISSING -> "blank";
            case NULL -> "null";
            default -> "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static JsonNode parse(String text, String what) throws RejectedEventException {
        try (JsonParser parser = JSON.createParser(text)) {
            return parse(parser, what);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text in memory", e);
        }
    }

    private static JsonNode parse(JsonParser parser, String what)
            throws IOException, RejectedEventException {
        try {
            JsonNode node = JSON.readTree(parser);
            if (parser.nextToken() != null) {
                throw invalid(what, parser.currentTokenLocation(), "text after the object");
            }
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            throw invalid(
                    what, location == null ? parser.currentLocation() : location, JsonWords.of(e));
        } catch (NumberFormatException | ArithmeticException e) {
            // Jackson lets it through: a JSON number may have any exponent, a BigDecimal may not.
            throw invalid(
                    what, parser.currentTokenLocation(), "the number's exponent is too large");
        }
    }

    private static RejectedEventException invalid(
            String what, JsonLocation location, String problem) {
        return unparsable(
                what
                        + " is not valid JSON at line "
                        + location.getLineNr()
                        + ", column "
                        + location.getColumnNr()
                        + ": "
                        + problem);
    }

    private static RejectedEventException unparsable(String detail) {
        return new RejectedEventException(RejectionReason.UNPARSABLE, detail);
    }
}
