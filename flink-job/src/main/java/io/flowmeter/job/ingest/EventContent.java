package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an event says beside its identity: type, time and data. Two events say the same if their
 * data are equal as JSON values: order of members, white space, escapes and the spelling of numbers
 * (1, 1.0, 10e-1) make no difference.
 */
final class EventContent {
    private final StringBuilder canonical = new StringBuilder();

    private EventContent() {}

    /**
     * @throws RejectedEventException UNPARSABLE if a text of the data is not Unicode
     */
    static Fingerprint fingerprint(UsageEvent event, ObjectNode data)
            throws RejectedEventException {
        EventContent content = new EventContent();
        content.append(data);
        return Fingerprint.of(
                event.type(),
                Long.toString(event.eventTime().toEpochMilli()),
                content.canonical.toString());
    }

    private void append(JsonNode node) throws RejectedEventException {
        switch (node.getNodeType()) {
            case OBJECT -> appendMembers(node);
            case ARRAY -> appendElements(node);
            case STRING -> appendText(node.textValue());
            case NUMBER -> appendNumber(node.decimalValue());
            default -> canonical.append(node.asText()).append(';');
        }
    }

    private void appendMembers(JsonNode object) throws RejectedEventException {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.forEachEntry(sorted::put);
        canonical.append('{');
        for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
            appendText(member.getKey());
            append(member.getValue());
        }
        canonical.append('}');
    }

    private void appendElements(JsonNode array) throws RejectedEventException {
        canonical.append('[');
        for (JsonNode element : array) {
            append(element);
        }
        canonical.append(']');
    }

    /** The length comes first, so that no text can look like the end of itself. */
    private void appendText(String text) throws RejectedEventException {
        if (!Printable.isUnicode(text)) {
            throw new RejectedEventException(
                    RejectionReason.UNPARSABLE,
                    "data must hold Unicode text, holds half of a surrogate pair in \""
                            + Printable.quote(text)
                            + "\"");
        }
        canonical.append(text.length()).append('"').append(text);
    }

    /** Digits without trailing zeros, and the exponent: no size of exponent can overflow it. */
    private void appendNumber(BigDecimal number) {
        String digits = number.unscaledValue().toString();
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        long exponent = number.signum() == 0 ? 0 : digits.length() - end - (long) number.scale();
        canonical.append(digits, 0, end).append('e').append(exponent).append(';');
    }
}
