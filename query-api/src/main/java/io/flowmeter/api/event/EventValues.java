package io.flowmeter.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.meter.PropertyValue;

/** The data of an event as the job reads it: numbers keep the digits they were sent with. */
final class EventValues implements PropertyValue.Reader {

    private static final JsonMapper EXACT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final JsonNode data;

    private EventValues(JsonNode data) {
        this.data = data;
    }

    /** Of what the job will not be able to read nothing is read here: it will not count either. */
    static EventValues of(String event) {
        try {
            return new EventValues(EXACT.readTree(event).path("data"));
        } catch (JsonProcessingException | NumberFormatException | ArithmeticException e) {
            return new EventValues(MissingNode.getInstance());
        }
    }

    @Override
    public PropertyValue read(PropertyPath path) {
        JsonNode node = data;
        for (String name : path.names()) {
            node = node.path(name);
        }
        return new PropertyValue(kind(node), text(node));
    }

    private static PropertyValue.Kind kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING -> PropertyValue.Kind.ABSENT;
            case NULL -> PropertyValue.Kind.NULL;
            case BOOLEAN -> PropertyValue.Kind.BOOLEAN;
            case NUMBER -> PropertyValue.Kind.NUMBER;
            case STRING, BINARY -> PropertyValue.Kind.TEXT;
            case OBJECT, ARRAY, POJO -> PropertyValue.Kind.STRUCTURE;
        };
    }

    private static String text(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().toString(); // plain, 1e999999999 would be a gigabyte
        }
        return node.isContainerNode() ? node.toString() : node.asText();
    }
}
