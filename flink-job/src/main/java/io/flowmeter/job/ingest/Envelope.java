package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in one of the two ways a Kafka record carries it: attributes and data, as sent
 * (github.com/cloudevents/spec, kafka-protocol-binding v1.0.2, section 3).
 */
interface Envelope {

    /**
     * The attribute as sent, or null if it is absent.
     *
     * @throws RejectedEventException INVALID_ATTRIBUTE if it is no text
     */
    @Nullable String attribute(String name) throws RejectedEventException;

    /**
     * The data; empty if there is none.
     *
     * @throws RejectedEventException TOO_LARGE or UNPARSABLE
     */
    ObjectNode data() throws RejectedEventException;

    /**
     * Content type {@code application/cloudevents+json} means structured mode; otherwise headers
     * {@code ce_…} mean binary mode. Neither is also read as structured, because the plain clients
     * that OpenMeter's users have send no headers.
     *
     * @throws RejectedEventException TOO_LARGE or UNPARSABLE
     */
    static Envelope open(RawEvent raw) throws RejectedEventException {
        Map<String, String> headers = RecordHeaders.fromJson(raw.headers());
        String contentType = headers.getOrDefault("content-type", "");
        if (mediaType(contentType).startsWith("application/cloudevents")) {
            return StructuredEnvelope.open(contentType, raw.value());
        }
        return headers.keySet().stream().anyMatch(name -> name.startsWith(BinaryEnvelope.PREFIX))
                ? new BinaryEnvelope(headers, contentType, raw.value())
                : StructuredEnvelope.open(contentType, raw.value());
    }

    /** The namespace if the event names a valid one, or none; otherwise empty. */
    default String knownNamespace() {
        return known("namespace", UsageEvent.DEFAULT_NAMESPACE);
    }

    /** The tenant if the event names a valid one; otherwise empty. */
    default String knownTenant() {
        return known("subject", "");
    }

    private String known(String name, String ifAbsent) {
        try {
            String text = attribute(name);
            if (text == null) {
                return ifAbsent;
            }
            boolean isValid =
                    !text.isBlank()
                            && text.length() <= UsageEvent.MAX_ATTRIBUTE_LENGTH
                            && text.indexOf('\0') < 0;
            return isValid ? text : "";
        } catch (RejectedEventException e) {
            return ""; // the caller has a reason to refuse the event already
        }
    }

    /**
     * @throws RejectedEventException UNPARSABLE unless the content type is JSON or absent
     */
    static void requireJson(String contentType) throws RejectedEventException {
        String mediaType = mediaType(contentType);
        if (!mediaType.isEmpty()
                && !mediaType.equals("application/json")
                && !mediaType.endsWith("+json")) {
            throw new RejectedEventException(
                    RejectionReason.UNPARSABLE,
                    "content-type must be application/cloudevents+json or application/json, was \""
                            + Printable.quote(contentType)
                            + "\"");
        }
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return mediaType.strip().toLowerCase(Locale.ROOT);
    }
}
