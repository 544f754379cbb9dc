package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * Structured mode: the value is a JSON object of attributes and {@code data}
 * (github.com/cloudevents/spec, json-format v1.0.2).
 */
final class StructuredEnvelope implements Envelope {
    private final ObjectNode event;

    private StructuredEnvelope(ObjectNode event) {
        this.event = event;
    }

    static StructuredEnvelope open(String contentType, byte @Nullable [] value)
            throws RejectedEventException {
        Envelope.requireJson(contentType);
        return new StructuredEnvelope(StrictJson.readObject(value, "event"));
    }

    @Override
    public @Nullable String attribute(String name) throws RejectedEventException {
        return JsonMembers.findText(event, name, "attribute " + name);
    }

    @Override
    public ObjectNode data() throws RejectedEventException {
        if (event.hasNonNull("data_base64")) {
            throw new RejectedEventException(
                    RejectionReason.UNPARSABLE,
                    "data must be a JSON object, was bytes in data_base64, which no meter can read");
        }
        return JsonMembers.findObject(event, "data", "data").orElseGet(event::objectNode);
    }
}
