package io.flowmeter.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A refusal on the wire: RFC 9457 with {@code code} and {@code errors} as extension members.
 *
 * @param instance the request id, which the log has too
 */
public record ProblemResponse(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ProblemError> errors) {

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
                problem.errors());
    }

    /** What an HTTP status alone tells. */
    static ProblemResponse of(int status, String detail, String requestId) {
        ProblemCode code = ProblemCode.ofStatus(status);
        return new ProblemResponse(
                code.type(), code.title(), status, detail, requestId, code.name(), List.of());
    }
}
