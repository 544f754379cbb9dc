package io.flowmeter.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flowmeter.api.http.ProblemError;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One event of a request that was refused; the others are not affected.
 *
 * @param index place in the request, from 0
 * @param id the event's id, if it could be read
 * @param code name of a {@link io.flowmeter.core.event.RejectionReason}, FORBIDDEN_TENANT,
 *     LIMIT_REACHED or USAGE_STALE
 * @param retryAfterSeconds when a limit would let the event pass; null: it was no limit that
 *     refused it, or waiting does not help
 * @param limitKey of the limit that refused it; null: it was no limit
 * @param remaining what is left of that limit
 */
public record Rejection(
        int index,
        @Nullable String id,
        String code,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long retryAfterSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String limitKey,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable BigDecimal remaining) {

    /** The API key is bound to another tenant. */
    public static final String FORBIDDEN_TENANT = "FORBIDDEN_TENANT";

    /** What is wrong with the event itself. */
    public Rejection(int index, @Nullable String id, String code, String detail) {
        this(index, id, code, detail, null, null, null);
    }

    ProblemError asError(boolean isSingle) {
        return new ProblemError(isSingle ? "#" : "#/" + index, null, id, code, detail);
    }
}
