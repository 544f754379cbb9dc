package io.flowmeter.core.meter;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dimension values of one usage, such as {@code {"model":"m-3"}}; an absent property is the
 * empty text. Keys and state hold the canonical text: a JSON object, names in order, no spaces.
 */
public final class Dimensions {
    /** The canonical text of the total over all dimension sets. */
    public static final String TOTAL = "";

    /** Names the dimension sets beyond a meter's cap. */
    public static final String OTHER = "__other__";

    /** The set that takes the events of all dimension sets beyond a meter's cap. */
    public static final String OTHER_SET = "{\"" + OTHER + "\":\"" + OTHER + "\"}";

    /** Longest dimension value, in characters. */
    public static final int MAX_VALUE_LENGTH = 256;

    private Dimensions() {}

    /** The canonical text; {@link #TOTAL} of no dimensions. */
    public static String canonical(Map<String, String> values) {
        if (values.isEmpty()) {
            return TOTAL;
        }
        SortedMap<String, String> sorted = new TreeMap<>(values);
        StringBuilder json = new StringBuilder("{");
        sorted.forEach(
                (name, value) -> {
                    if (json.length() > 1) {
                        json.append(',');
                    }
                    quote(name, json);
                    json.append(':');
                    quote(value, json);
                });
        return json.append('}').toString();
    }

    /** Whether a canonical text has this dimension and no other. */
    public static boolean hasOnly(String canonical, String name) {
        StringBuilder start = new StringBuilder("{");
        quote(name, start);
        start.append(":\"");
        if (!canonical.startsWith(start.toString())) {
            return false;
        }
        int end = start.length();
        while (canonical.charAt(end) != '"') {
            end += canonical.charAt(end) == '\\' ? 2 : 1;
        }
        return canonical.startsWith("}", end + 1);
    }

    /** RFC 8259 section 7: a quotation mark, a backslash and control characters are escaped. */
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
