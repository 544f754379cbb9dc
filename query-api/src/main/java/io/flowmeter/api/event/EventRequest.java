package io.flowmeter.api.event;

import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.http.Requests;
import io.flowmeter.api.http.Utf8;
import io.javalin.http.Context;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads events in every form they come in over HTTP: plain JSON, JSON lines, and the three modes of
 * the CloudEvents HTTP binding (structured, batched, binary): github.com/cloudevents/spec, v1.0.2.
 */
public final class EventRequest {

    private static final String ATTRIBUTE = "ce-";

    private EventRequest() {}

    /**
     * @throws ProblemException if not even the items can be told apart
     */
    public static EventBatch read(Context ctx) {
        String mediaType = Requests.mediaType(ctx);
        boolean isBinary = ctx.header("ce-specversion") != null;
        return switch (mediaType) {
            case "application/cloudevents+json" ->
                    requireSingle(EventBatch.ofJson(Requests.bodyText(ctx)), mediaType);
            case "application/cloudevents-batch+json" ->
                    requireList(EventBatch.ofJson(Requests.bodyText(ctx)), mediaType);
            case "application/x-ndjson" -> EventBatch.ofLines(Requests.bodyText(ctx));
            case "application/json" ->
                    isBinary ? binary(ctx) : EventBatch.ofJson(Requests.bodyText(ctx));
            case "" -> {
                if (!isBinary) {
                    throw unsupported(mediaType);
                }
                yield binary(ctx);
            }
            default -> throw unsupported(mediaType);
        };
    }

    /** Binary mode: attributes are headers, the body is the data. */
    private static EventBatch binary(Context ctx) {
        Map<String, String> attributes = new TreeMap<>();
        ctx.headerMap()
                .forEach(
                        (name, value) -> {
                            String lower = name.toLowerCase(Locale.ROOT);
                            if (lower.startsWith(ATTRIBUTE)) {
                                attributes.put(
                                        lower.substring(ATTRIBUTE.length()), decoded(name, value));
                            }
                        });
        attributes.put("datacontenttype", "application/json");
        String head = Json.write(attributes);
        String body = Requests.bodyText(ctx);
        if (body.isBlank()) {
            return new EventBatch(List.of(head), true);
        }
        // Only a body that is one whole object may become part of a text.
        EventBatch data = requireSingle(EventBatch.ofJson(body), "the body in binary mode");
        String item =
                head.substring(0, head.length() - 1) + ",\"data\":" + data.items().get(0) + "}";
        return new EventBatch(List.of(item), true);
    }

    private static String decoded(String header, String value) {
        try {
            return Utf8.decodePercent(value, false);
        } catch (CharacterCodingException e) {
            throw ProblemException.parameter(header, "must be percent-encoded UTF-8");
        }
    }

    private static EventBatch requireSingle(EventBatch batch, String what) {
        if (!batch.isSingle()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, what + " must be one JSON object, was an array");
        }
        return batch;
    }

    private static EventBatch requireList(EventBatch batch, String what) {
        if (batch.isSingle()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, what + " must be a JSON array, was an object");
        }
        return batch;
    }

    private static ProblemException unsupported(String mediaType) {
        return new ProblemException(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type must be application/json, application/cloudevents+json,"
                        + " application/cloudevents-batch+json or application/x-ndjson, was \""
                        + mediaType
                        + "\"");
    }
}
