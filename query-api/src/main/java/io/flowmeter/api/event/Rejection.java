package io.flowmeter.api.event;

import io.flowmeter.api.http.ProblemError;
import org.jspecify.annotations.Nullable;

/**
 * One event of a request that was refused; the others are not affected.
 *
 * @param index place in the request, from 0
 * @param id the event's id, if it could be read
 * @param code name of a {@link io.flowmeter.core.event.RejectionReason}, or FORBIDDEN_TENANT
 */
public record Rejection(int index, @Nullable String id, String code, String detail) {

    /** The API key is bound to another tenant. */
    public static final String FORBIDDEN_TENANT = "FORBIDDEN_TENANT";

    ProblemError asError(boolean isSingle) {
        return new ProblemError(isSingle ? "#" : "#/" + index, null, id, code, detail);
    }
}
