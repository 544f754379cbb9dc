package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.bench.oracle.Versions.Condition;
import io.flowmeter.bench.oracle.Versions.MeterVersion;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an event's data with one meter: filter, then value, then dimensions. */
final class MeterReader {
    private static final Set<String> NUMERIC = Set.of("SUM", "LAST", "MAX", "MIN", "AVG");
    private static final int MAX_TEXT = 256;

    private MeterReader() {}

    /**
     * What the event adds; null if the filter leaves it out.
     *
     * @throws RefusedException if the meter wants the event and cannot read it
     */
    static @Nullable Contribution read(MeterVersion meter, ObjectNode data)
            throws RefusedException {
        for (Condition condition : meter.filter()) {
            if (!holds(condition, data)) {
                return null;
            }
        }
        boolean isNumeric = NUMERIC.contains(meter.aggregation());
        BigDecimal value = isNumeric ? number(meter, data) : null;
        String member = meter.aggregation().equals("UNIQUE_COUNT") ? member(meter, data) : null;
        return new Contribution(
                meter.meter(),
                meter.aggregation(),
                dimensions(meter, data),
                meter.maxDimensionSets(),
                value,
                member);
    }

    private static boolean holds(Condition condition, ObjectNode data) {
        JsonNode found = condition.property().find(data);
        String text = found == null ? null : PropertyPath.text(found);
        return switch (condition.operator()) {
            case "EQUALS" -> text != null && condition.values().contains(text);
            case "NOT_EQUALS" -> text == null || !condition.values().contains(text);
            case "EXISTS" -> text != null;
            case "GREATER_OR_EQUAL" -> order(text, condition) >= 0 && isNumber(text);
            case "LESS_OR_EQUAL" -> order(text, condition) <= 0 && isNumber(text);
            default -> throw new IllegalArgumentException("unknown operator in " + condition);
        };
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && Decimal.find(text) != null;
    }

    private static int order(@Nullable String text, Condition condition) {
        BigDecimal number = text == null ? null : Decimal.find(text);
        return number == null ? 0 : number.compareTo(new BigDecimal(condition.values().get(0)));
    }

    private static BigDecimal number(MeterVersion meter, ObjectNode data) throws RefusedException {
        JsonNode found = present(meter, data);
        if (!found.isNumber() && !found.isTextual()) {
            throw new RefusedException("VALUE_NOT_A_NUMBER");
        }
        return Decimal.quantity(PropertyPath.text(found));
    }

    private static String member(MeterVersion meter, ObjectNode data) throws RefusedException {
        JsonNode found = present(meter, data);
        if (found.isContainerNode()) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        return checked(PropertyPath.text(found));
    }

    private static JsonNode present(MeterVersion meter, ObjectNode data) throws RefusedException {
        PropertyPath path = meter.valueProperty();
        JsonNode found = path == null ? null : path.find(data);
        if (found == null) {
            throw new RefusedException("VALUE_MISSING");
        }
        return found;
    }

    /** A JSON object, names in order, no spaces; an absent property is the empty text. */
    private static String dimensions(MeterVersion meter, ObjectNode data) throws RefusedException {
        StringBuilder json = new StringBuilder();
        for (Map.Entry<String, PropertyPath> dimension : meter.groupBy().entrySet()) {
            JsonNode found = dimension.getValue().find(data);
            String text = checked(found == null ? "" : PropertyPath.text(found));
            json.append(json.isEmpty() ? "{" : ",").append(quoted(dimension.getKey()));
            json.append(':').append(quoted(text));
        }
        return json.isEmpty() ? "" : json.append('}').toString();
    }

    private static String checked(String text) throws RefusedException {
        if (text.length() > MAX_TEXT) {
            throw new RefusedException("VALUE_TOO_LONG");
        }
        if (!Texts.isStorable(text)) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        return text;
    }

    /** Escaped are only a quotation mark, a backslash and, as \\u00xx, control characters. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
