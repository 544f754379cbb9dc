package io.flowmeter.core.meter;

import java.util.ArrayList;
import java.util.List;

/**
 * A property inside an event's data: the JSONPath subset {@code $.name}, {@code $.a.b} and {@code
 * $['name with.dots']} (RFC 9535 name selectors only). A value property of a nested object works;
 * arrays, wildcards and filters do not.
 *
 * @param names the member names from the outside in; at least one
 */
public record PropertyPath(List<String> names) {

    public PropertyPath {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a property path needs at least one name");
        }
    }

    /**
     * @throws IllegalArgumentException with the position at which the path stops making sense
     */
    public static PropertyPath parse(String path) {
        if (!path.startsWith("$")) {
            throw wrong(path, 0, "it must start with $");
        }
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < path.length()) {
            int end;
            if (path.charAt(at) == '.') {
                end = endOfName(path, at + 1);
                names.add(path.substring(at + 1, end));
            } else if (path.startsWith("['", at)) {
                end = endOfQuoted(path, at + 2);
                names.add(path.substring(at + 2, end));
                end += "']".length();
            } else {
                throw wrong(path, at, "only .name and ['name'] are supported");
            }
            if (names.get(names.size() - 1).isEmpty()) {
                throw wrong(path, at, "a name is empty");
            }
            at = end;
        }
        if (names.isEmpty()) {
            throw wrong(path, 1, "it must name a property, such as $.tokens");
        }
        return new PropertyPath(names);
    }

    /** The path as JSONPath, in dot notation where the names allow it. */
    @Override
    public String toString() {
        StringBuilder path = new StringBuilder("$");
        for (String name : names) {
            boolean isPlain =
                    name.chars()
                            .noneMatch(c -> c == '.' || c == '[' || !isAllowedUnquoted((char) c));
            path.append(isPlain ? "." + name : "['" + name + "']");
        }
        return path.toString();
    }

    private static int endOfName(String path, int from) {
        int end = from;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            char c = path.charAt(end);
            if (!isAllowedUnquoted(c)) {
                throw wrong(path, end, "'" + c + "' is not supported");
            }
            end++;
        }
        return end;
    }

    private static boolean isAllowedUnquoted(char c) {
        return "*?(]".indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    /** Escapes and lists of names are refused: they would be taken for part of a name. */
    private static int endOfQuoted(String path, int from) {
        for (int end = from; end < path.length(); end++) {
            char c = path.charAt(end);
            if (path.startsWith("']", end)) {
                return end;
            }
            if (c == '\'' || c == '\\') {
                throw wrong(path, end, "a quoted name cannot contain '" + c + "'");
            }
        }
        throw wrong(path, from - 2, "['…'] is not closed");
    }

    private static IllegalArgumentException wrong(String path, int at, String why) {
        return new IllegalArgumentException(
                "property path \"" + path + "\" at character " + (at + 1) + ": " + why);
    }
}
