package io.flowmeter.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One of the things wrong with a request.
 *
 * @param pointer JSON pointer into the body, {@code #/3/data}; null if it is not in the body
 * @param parameter name of the query parameter or header; null if it is none
 * @param id id of the usage event, if it has one
 * @param code a stable word
 * @param detail what is wrong, with the value and what was expected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemError(
        @Nullable String pointer,
        @Nullable String parameter,
        @Nullable String id,
        String code,
        String detail) {

    /** The code of a value that is not what was expected. */
    public static final String INVALID = "INVALID";

    public static ProblemError inBody(String pointer, String code, String detail) {
        return new ProblemError(pointer, null, null, code, detail);
    }

    public static ProblemError inParameter(String parameter, String detail) {
        return new ProblemError(null, parameter, null, INVALID, detail);
    }
}
