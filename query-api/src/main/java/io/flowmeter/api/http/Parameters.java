package io.flowmeter.api.http;

import io.javalin.http.Context;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The query parameters of a request, decoded strictly. */
public final class Parameters {

    private static final int MAX_VALUE_LENGTH = 2_048;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @throws ProblemException if the query is not percent-encoded UTF-8
     */
    public static Parameters of(Context ctx) {
        String query = ctx.queryString();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (value.length() > MAX_VALUE_LENGTH) {
                    throw ProblemException.parameter(
                            name, "must have at most " + MAX_VALUE_LENGTH + " characters");
                }
                values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return new Parameters(values);
    }

    /** Parameters that came another way, such as in a body. */
    public static Parameters of(Map<String, List<String>> values) {
        return new Parameters(new LinkedHashMap<>(values));
    }

    /** Refuses every parameter the route does not know: it may be a misspelt one. */
    public Parameters allow(Predicate<String> known) {
        for (String name : values.keySet()) {
            if (!known.test(name)) {
                throw ProblemException.parameter(name, "is not a parameter of this route");
            }
        }
        return this;
    }

    /** Names of the parameters given. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Every value of a parameter that may be repeated. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The value of a parameter that may be given once. */
    public Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw ProblemException.parameter(name, "must be given once, was given " + all.size());
        }
        return all.stream().findFirst();
    }

    /** What {@code parse} makes of the value; its IllegalArgumentException becomes a problem. */
    public <T> Optional<T> parsed(String name, Function<String, T> parse) {
        return one(name)
                .map(
                        value -> {
                            try {
                                return parse.apply(value);
                            } catch (IllegalArgumentException e) {
                                throw ProblemException.parameter(
                                        name, String.valueOf(e.getMessage()));
                            }
                        });
    }

    private static String decoded(String text) {
        try {
            String decoded = Utf8.decodePercent(text, true);
            if (Utf8.isStorable(decoded)) {
                return decoded;
            }
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, "the query must be percent-encoded UTF-8");
        }
        throw new ProblemException(
                ProblemCode.INVALID_REQUEST, "the query must not contain U+0000");
    }
}
