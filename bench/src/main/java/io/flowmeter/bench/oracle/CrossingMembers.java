package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a record of the topic of crossings. What is not of its type is given as the text
 * it is, which no row is equal to.
 */
final class CrossingMembers {
    private final JsonNode json;

    CrossingMembers(LogRecord record) {
        this.json = parse(record.value());
    }

    /** Sorted, as one text; of a record that is no JSON object there are none. */
    String names() {
        var names = new TreeSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    /** Empty for null, which no key is. */
    String keyText(String name) {
        return Objects.toString(value(name, text -> text), "");
    }

    @Nullable Object time(String name) {
        return value(name, Instant::parse);
    }

    @Nullable Object decimal(String name) {
        return value(name, BigDecimal::new);
    }

    /** Rolling windows have no start; the table says the epoch. */
    Object windowStart() {
        return Objects.requireNonNullElse(time("windowStart"), Instant.EPOCH);
    }

    Object ordinal() {
        JsonNode ordinal = json.path("ordinal");
        return ordinal.isIntegralNumber() ? (Object) ordinal.longValue() : ordinal.toString();
    }

    /** Null for null. */
    @Nullable JsonNode tree(String name) {
        JsonNode tree = json.path(name);
        return tree.isMissingNode() || tree.isNull() ? null : tree;
    }

    private @Nullable Object value(String name, Function<String, Object> read) {
        JsonNode member = tree(name);
        if (member == null || !member.isTextual()) {
            return member == null ? null : member.toString();
        }
        try {
            return read.apply(member.textValue());
        } catch (NumberFormatException | DateTimeException e) {
            return member.toString(); // a difference, as the class says
        }
    }

    private static JsonNode parse(byte @Nullable [] value) {
        try {
            JsonNode json =
                    value == null ? null : Snapshot.json(new String(value, StandardCharsets.UTF_8));
            return json == null ? MissingNode.getInstance() : json;
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance(); // so it has no member that a crossing has
        }
    }
}
