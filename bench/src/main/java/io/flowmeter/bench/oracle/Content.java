package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an event says beside its identity, as 32 hex digits: the first 128 bits of a SHA-256 over
 * type, event time and data, each after its length. Data that are equal as JSON values are equal
 * here, however they are spelled. Of two copies appended in one millisecond the one with the lesser
 * content is first, so these bits must be the job's own.
 */
final class Content {
    /** What every void says. */
    static final String VOID = digest("void");

    private Content() {}

    static String of(String type, long timeMillis, ObjectNode data) throws RefusedException {
        StringBuilder canonical = new StringBuilder();
        append(data, canonical);
        return digest(type, Long.toString(timeMillis), canonical.toString());
    }

    private static void append(JsonNode node, StringBuilder out) throws RefusedException {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.forEachEntry(sorted::put);
            out.append('{');
            for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
                appendText(member.getKey(), out);
                append(member.getValue(), out);
            }
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (JsonNode element : node) {
                append(element, out);
            }
            out.append(']');
        } else if (node.isTextual()) {
            appendText(node.textValue(), out);
        } else if (node.isNumber()) {
            appendNumber(node.decimalValue(), out);
        } else {
            out.append(node.asText()).append(';');
        }
    }

    private static void appendText(String text, StringBuilder out) throws RefusedException {
        if (!Texts.isUnicode(text)) {
            throw new RefusedException("UNPARSABLE");
        }
        out.append(text.length()).append('"').append(text);
    }

    /** Digits without trailing zeros and a power of ten; zero has the power 0. */
    private static void appendNumber(BigDecimal number, StringBuilder out) {
        String digits = number.unscaledValue().toString();
        long power = -(long) number.scale();
        while (digits.length() > 1 && digits.endsWith("0")) {
            digits = digits.substring(0, digits.length() - 1);
            power++;
        }
        out.append(digits).append('e').append(number.signum() == 0 ? 0 : power).append(';');
    }

    private static String digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                sha256.update(ByteBuffer.allocate(4).putInt(utf8.length).array());
                sha256.update(utf8);
            }
            return HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(), 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
