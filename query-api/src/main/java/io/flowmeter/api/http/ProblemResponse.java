package io.flowmeter.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal on the wire: RFC 9457 with {@code code} and {@code errors} as extension members.
 *
 * @param instance the request id, which the log has too
 * @param members what this kind of problem says besides; null: nothing
 */
public record ProblemResponse(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ProblemError> errors,
        @JsonUnwrapped @Nullable Object members) {

    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemResponse of(ProblemException problem, String requestId) {
        ProblemCode code = problem.code();
        return new ProblemResponse(
                code.type(),
                code.title(),
                code.status(),
                problem.detail(),
                requestId,
                code.name(),
                problem.errors(),
                problem.members());
    }

    /** What an HTTP status alone tells. */
    static ProblemResponse of(int status, String detail, String requestId) {
        ProblemCode code = ProblemCode.ofStatus(status);
        return new ProblemResponse(
                code.type(), code.title(), status, detail, requestId, code.name(), List.of(), null);
    }
}
