package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A property of an event's data: {@code $.a.b} or {@code $['a b']}. */
record PropertyPath(List<String> names) {
    private static final Pattern NAME = Pattern.compile("\\.([^.\\[]+)|\\['([^']+)'\\]");

    /**
     * @throws IllegalArgumentException if it is no such path: the catalog holds none like that
     */
    static PropertyPath of(String path) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(path);
        int end = 1;
        while (name.find(end) && name.start() == end) {
            names.add(name.group(1) != null ? name.group(1) : name.group(2));
            end = name.end();
        }
        if (!path.startsWith("$") || names.isEmpty() || end != path.length()) {
            throw new IllegalArgumentException("property path \"" + path + "\" cannot be read");
        }
        return new PropertyPath(names);
    }

    /** What stands there; null if nothing or JSON null does. */
    @Nullable JsonNode find(ObjectNode data) {
        JsonNode node = data;
        for (String name : names) {
            node = node == null ? null : node.get(name);
        }
        return node == null || node.isNull() ? null : node;
    }

    /** Its text: numbers keep their digits, structures are their JSON. */
    static String text(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().toString();
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
