package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent 1.0 in a Kafka record: in structured mode where the content type says so or no
 * header {@code ce_…} is there, otherwise in binary mode.
 */
final class Envelope {
    private static final String BINARY = "ce_";

    private final LogRecord record;
    private final @Nullable ObjectNode event;

    private Envelope(LogRecord record, @Nullable ObjectNode event) {
        this.record = record;
        this.event = event;
    }

    static Envelope open(LogRecord record) throws RefusedException {
        boolean isBinary = record.headers().keySet().stream().anyMatch(h -> h.startsWith(BINARY));
        if (isBinary && !mediaType(record).startsWith("application/cloudevents")) {
            return new Envelope(record, null);
        }
        requireJson(record);
        return new Envelope(record, StrictObject.read(record.value()));
    }

    /** Null if the attribute is absent. A header that is not UTF-8 is no attribute. */
    @Nullable String attribute(String name) throws RefusedException {
        if (event != null) {
            return Texts.member(event, name);
        }
        String text = record.headers().get(BINARY + name);
        if (text != null && text.indexOf('\uFFFD') >= 0) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        return text;
    }

    /** An empty object if there is none. */
    ObjectNode data() throws RefusedException {
        if (event != null) {
            if (event.hasNonNull("data_base64")) {
                throw new RefusedException("UNPARSABLE");
            }
            return StrictObject.memberOrEmpty(event, "data");
        }
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return StrictObject.empty();
        }
        requireJson(record);
        return StrictObject.read(value);
    }

    /** An attribute of a refused event, as far as it is a valid one; otherwise empty. */
    String knownOr(String name, String ifAbsent) {
        try {
            String text = attribute(name);
            return text == null ? ifAbsent : Texts.attribute(text);
        } catch (RefusedException e) {
            return "";
        }
    }

    private static void requireJson(LogRecord record) throws RefusedException {
        String type = mediaType(record);
        if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
            throw new RefusedException("UNPARSABLE");
        }
    }

    private static String mediaType(LogRecord record) {
        String contentType = record.headers().getOrDefault("content-type", "");
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
