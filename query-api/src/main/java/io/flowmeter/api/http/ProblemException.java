package io.flowmeter.api.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request is refused; the client gets this as problem JSON. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<ProblemError> errors;
    private final transient @Nullable Object members;
    private final @Nullable Duration retryAfter;

    /**
     * @param detail what is wrong with this very request, with the value and what was expected
     * @param errors the single things wrong, where there may be several
     */
    public ProblemException(ProblemCode code, String detail, List<ProblemError> errors) {
        this(code, detail, errors, null, null);
    }

    private ProblemException(
            ProblemCode code,
            String detail,
            List<ProblemError> errors,
            @Nullable Object members,
            @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.members = members;
        this.retryAfter = retryAfter;
    }

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /** A wrong query parameter or header. */
    public static ProblemException parameter(String name, String detail) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                name + " " + detail,
                List.of(ProblemError.inParameter(name, detail)));
    }

    /** A wrong value in the body. */
    public static ProblemException body(String pointer, String detail) {
        return body(List.of(ProblemError.inBody(pointer, ProblemError.INVALID, detail)));
    }

    /** Wrong values in the body, at least one. */
    public static ProblemException body(List<ProblemError> errors) {
        ProblemError first = errors.get(0);
        String detail =
                errors.size() == 1
                        ? first.pointer() + " " + first.detail()
                        : errors.size() + " values of the body are not valid, see errors";
        return new ProblemException(ProblemCode.INVALID_REQUEST, detail, errors);
    }

    /**
     * The same with more to say.
     *
     * @param extension its members become members of the problem
     * @param wait what {@code Retry-After} says; null: nothing
     */
    public ProblemException with(Object extension, @Nullable Duration wait) {
        return new ProblemException(code, detail(), errors, extension, wait);
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<ProblemError> errors() {
        return errors;
    }

    @Nullable Object members() {
        return members;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
