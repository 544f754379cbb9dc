package io.flowmeter.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a longer list.
 *
 * @param nextCursor asks for the rows after these; null after the last
 */
public record Page<T>(
        List<T> data, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nextCursor) {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    /** The parameter {@code limit}. */
    public static int limit(Parameters parameters) {
        return parameters.parsed("limit", Page::parseLimit).orElse(DEFAULT_LIMIT);
    }

    /** The parameter {@code cursor}: the key of the last row the client has. */
    public static Optional<String> after(Parameters parameters) {
        return parameters.parsed("cursor", Page::decoded);
    }

    /** The same of a list by falling number: the last number; without a cursor the greatest. */
    public static long beforeNumber(Parameters parameters) {
        return parameters
                .parsed("cursor", cursor -> number(decoded(cursor)))
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Makes a page of a list that was read one row past the limit.
     *
     * @param key what identifies a row in the order of the list
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> data = rows.subList(0, limit);
        byte[] last = key.apply(data.get(limit - 1)).getBytes(StandardCharsets.UTF_8);
        return new Page<>(data, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    /** A page of the same position with its rows in another shape. */
    public <R> Page<R> map(Function<T, R> shape) {
        return new Page<>(data.stream().map(shape).toList(), nextCursor);
    }

    private static int parseLimit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(limitExpected(text), e);
        }
        throw new IllegalArgumentException(limitExpected(text));
    }

    private static long number(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a nextCursor of this list", e);
        }
    }

    private static String limitExpected(String text) {
        return "must be a whole number from 1 to " + MAX_LIMIT + ", was \"" + text + "\"";
    }

    private static String decoded(String cursor) {
        try {
            String key = Utf8.decode(Base64.getUrlDecoder().decode(cursor));
            if (Utf8.isStorable(key)) {
                return key;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IllegalArgumentException("must be a nextCursor of this list", e);
        }
        throw new IllegalArgumentException("must be a nextCursor of this list");
    }
}
