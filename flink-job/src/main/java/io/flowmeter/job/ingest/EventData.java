package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.meter.PropertyPath;
import io.flowmeter.core.meter.PropertyValue;

/**
 * The data of a usage event, read by meters; it does not cross operators. Numbers keep the digits
 * they were sent with.
 */
public final class EventData implements PropertyValue.Reader {
    private final ObjectNode members;

    EventData(ObjectNode members) {
        this.members = members;
    }

    @Override
    public PropertyValue read(PropertyPath path) {
        JsonNode node = members;
        for (String name : path.names()) {
            node = node.get(name);
            if (node == null) {
                return PropertyValue.ABSENT;
            }
        }
        return new PropertyValue(kind(node), text(node));
    }

    private static PropertyValue.Kind kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> PropertyValue.Kind.NULL;
            case BOOLEAN -> PropertyValue.Kind.BOOLEAN;
            case NUMBER -> PropertyValue.Kind.NUMBER;
            case STRING -> PropertyValue.Kind.TEXT;
            case OBJECT, ARRAY -> PropertyValue.Kind.STRUCTURE;
            case BINARY, POJO, MISSING ->
                    throw new IllegalStateException("not read from JSON: " + node.getNodeType());
        };
    }

    private static String text(JsonNode node) {
        if (node.isNumber()) {
            // Not toPlainString: 1e999999999 would be a gigabyte of zeros.
            return node.decimalValue().toString();
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
