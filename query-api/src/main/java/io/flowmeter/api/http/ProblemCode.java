package io.flowmeter.api.http;

import java.util.Locale;

/** Every kind of refusal. The names are stable: clients branch on them, as {@code code}. */
public enum ProblemCode {
    /** A parameter, a header or the body is not what the route takes; {@code errors} says where. */
    INVALID_REQUEST(400, "The request is not valid"),
    /** No event of the request was accepted; {@code errors} has a reason for each. */
    EVENTS_REJECTED(400, "No event was accepted"),
    /** OpenMeter route only: these events were refused, the others accepted. */
    SOME_EVENTS_REJECTED(400, "Some events were not accepted"),
    UNAUTHENTICATED(401, "An API key is needed"),
    FORBIDDEN(403, "The API key does not allow this"),
    NOT_FOUND(404, "There is no such route"),
    METER_NOT_FOUND(404, "There is no such meter"),
    TENANT_NOT_FOUND(404, "There is no such tenant"),
    PLAN_NOT_FOUND(404, "There is no such plan"),
    SUBSCRIPTION_NOT_FOUND(404, "The tenant has no subscription"),
    DEAD_LETTER_NOT_FOUND(404, "There is no such dead letter"),
    NOTIFICATION_NOT_FOUND(404, "There is no such notification"),
    WEBHOOK_ENDPOINT_NOT_FOUND(404, "There is no such webhook endpoint"),
    DELIVERY_NOT_FOUND(404, "There is no such delivery"),
    RESERVATION_NOT_FOUND(404, "There is no such reservation"),
    METHOD_NOT_ALLOWED(405, "The route does not take this method"),
    METER_EXISTS(409, "A meter of this key exists"),
    /** Numbers of different rules would mix under one key. */
    METER_IMMUTABLE(409, "This part of a meter cannot change"),
    TENANT_EXISTS(409, "A tenant of this id exists"),
    PLAN_EXISTS(409, "A plan of this key exists"),
    ALREADY_REPLAYED(409, "The dead letter was replayed before"),
    /** A replay would be a duplicate and change nothing. */
    PARTIALLY_COUNTED(409, "Some meters counted the event"),
    /** Nothing is sent to it until it is enabled. */
    WEBHOOK_ENDPOINT_DISABLED(409, "The webhook endpoint is disabled"),
    /** It has not ended yet; a second one at the same time would repeat it. */
    DELIVERY_IN_PROGRESS(409, "The delivery is still being attempted"),
    BODY_TOO_LARGE(413, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    TOO_MANY_EVENTS(422, "The request has too many events"),
    /** Late events are known to the quarter-hour only, and some fell around this bound. */
    BOUND_NOT_EXACT(422, "This bound is known to the quarter-hour only"),
    TOO_MANY_ROWS(422, "The answer would have too many rows"),
    /** The tenant may not use so much more; Retry-After says when it may, if ever. */
    LIMIT_REACHED(429, "The limit is reached"),
    /** The numbers are too old to tell, and the limit says to refuse then. */
    USAGE_STALE(429, "The usage is not known well enough"),
    INTERNAL_ERROR(500, "The server failed"),
    DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
    /** Kafka did not confirm these events; the request may be sent again as it is. */
    EVENTS_NOT_ACKNOWLEDGED(503, "Not every event was stored"),
    NOT_READY(503, "The API is not ready");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** A URI that identifies the kind of problem (RFC 9457, section 3.1.1). */
    public String type() {
        return "urn:flowmeter:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of problem that an HTTP status alone tells. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> NOT_READY;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
