package io.flowmeter.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.meter.Quantity;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with JSON, in words for whoever sent it. */
final class JsonWords {

    /** Jackson's advice to whoever wrote the program. */
    private static final Pattern ADVICE =
            Pattern.compile(": enable `[^`]+` to allow|, from `StreamReadConstraints[^`]+`");

    private JsonWords() {}

    /** In one line, with the place, and without the text itself. */
    static String problemOf(JsonProcessingException e) {
        var at = e.getLocation();
        String where =
                at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        String firstLine = e.getOriginalMessage().lines().findFirst().orElse("");
        return "is not valid JSON: " + ADVICE.matcher(firstLine).replaceAll("") + where;
    }

    /** Why the node is no text the API takes; null if it is one. */
    static @Nullable String problemOfText(JsonNode node, int maxLength) {
        if (!node.isTextual()) {
            return "must be a string, was " + kind(node);
        }
        if (node.textValue().isBlank()) {
            return "must not be empty";
        }
        if (node.textValue().length() > maxLength) {
            return "must have at most " + maxLength + " characters";
        }
        return Utf8.isStorable(node.textValue())
                ? null
                : "must not contain U+0000 or half of a surrogate pair";
    }

    /**
     * The number that a JSON number or string writes.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static BigDecimal decimal(JsonNode node) {
        if (!node.isNumber() && !node.isTextual()) {
            throw new IllegalArgumentException("must be a decimal, was " + kind(node));
        }
        try {
            return Quantity.parse(node.asText());
        } catch (RejectedEventException e) {
            throw new IllegalArgumentException("must be a decimal: " + e.detail(), e);
        }
    }

    /**
     * @throws IllegalArgumentException saying what was expected
     */
    static int integer(JsonNode node, int least, int greatest) {
        if (!node.isInt() || node.intValue() < least || node.intValue() > greatest) {
            throw new IllegalArgumentException(
                    "must be a whole number from " + least + " to " + greatest);
        }
        return node.intValue();
    }

    /**
     * @throws IllegalArgumentException saying what was expected
     */
    static boolean flag(JsonNode node) {
        if (!node.isBoolean()) {
            throw new IllegalArgumentException("must be true or false, was " + kind(node));
        }
        return node.booleanValue();
    }

    /** What the node is, with its article. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> "a number";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
        };
    }

    /** A field's name in a JSON pointer: RFC 6901, section 3. */
    static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
