package io.flowmeter.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a request that every resource has. */
public final class Requests {

    /** Greatest request body, in bytes. */
    public static final long MAX_BODY_BYTES = 1024 * 1024;

    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern USABLE_REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Requests() {}

    /** Before anything else: names the request and refuses an address that cannot be decoded. */
    public static void open(Context ctx) {
        ctx.header(REQUEST_ID, requestId(ctx));
        String path = ctx.path();
        try {
            if (!Utf8.isStorable(Utf8.decodePercent(path, false))) {
                throw new ProblemException(
                        ProblemCode.INVALID_REQUEST, "the path must not contain U+0000");
            }
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, "the path must be percent-encoded UTF-8");
        }
    }

    /** The client's {@code X-Request-Id} if it is a plain word, else a new one. */
    public static String requestId(Context ctx) {
        String known = ctx.attribute(REQUEST_ID);
        if (known == null) {
            known = usableOrNew(ctx.header(REQUEST_ID));
            ctx.attribute(REQUEST_ID, known);
        }
        return known;
    }

    static String usableOrNew(@Nullable String sent) {
        return sent != null && USABLE_REQUEST_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }

    /** The media type without its parameters, in lower case; empty if the request names none. */
    public static String mediaType(Context ctx) {
        String header = ctx.header("Content-Type");
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** The body as text. */
    public static String bodyText(Context ctx) {
        String encoding = ctx.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding " + encoding + " is not supported; send the body as it is");
        }
        try {
            return Utf8.decode(ctx.bodyAsBytes());
        } catch (CharacterCodingException e) {
            throw new ProblemException(ProblemCode.INVALID_REQUEST, "the body is not valid UTF-8");
        }
    }

    /** The body as one JSON object. */
    public static JsonBody jsonBody(Context ctx) {
        if (!mediaType(ctx).equals("application/json")) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/json, was \"" + mediaType(ctx) + "\"");
        }
        try {
            if (Json.read(bodyText(ctx)) instanceof ObjectNode object) {
                return new JsonBody(object);
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, "the body " + Json.problemOf(e));
        }
        throw new ProblemException(ProblemCode.INVALID_REQUEST, "the body must be one JSON object");
    }
}
