package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binary mode: attributes are headers {@code ce_…}, the value is the data. */
final class BinaryEnvelope implements Envelope {
    static final String PREFIX = "ce_";

    private final Map<String, String> headers;
    private final String contentType;
    private final byte @Nullable [] value;

    BinaryEnvelope(Map<String, String> headers, String contentType, byte @Nullable [] value) {
        this.headers = headers;
        this.contentType = contentType;
        this.value = value;
    }

    @Override
    public @Nullable String attribute(String name) throws RejectedEventException {
        String text = headers.get(PREFIX + name);
        if (text != null && text.indexOf(RecordHeaders.REPLACEMENT) >= 0) {
            // Two different broken ids must not look like one.
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute "
                            + name
                            + " must be UTF-8 without U+0000 and U+FFFD, was \""
                            + Printable.quote(text)
                            + "\"");
        }
        return text;
    }

    /** An event without a value is one without data: the binding, section 3.2.2. */
    @Override
    public ObjectNode data() throws RejectedEventException {
        if (value == null || value.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        Envelope.requireJson(contentType);
        return StrictJson.readObject(value, "data");
    }
}
