package io.flowmeter.job.store;

/**
 * Text that Postgres can hold. A {@code text} or {@code jsonb} with U+0000 is refused, and half a
 * surrogate pair has no UTF-8 form: each becomes U+FFFD, so that one poisoned event cannot stop the
 * job on every restart.
 */
final class PostgresText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPED_REPLACEMENT = "\\ufffd";
    private static final int ESCAPE_LENGTH = ESCAPED_REPLACEMENT.length();

    private PostgresText() {}

    /** The same instance if nothing has to be replaced, as almost always. */
    static String storable(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    /**
     * As {@link #storable}, for JSON, where the same characters may also stand escaped.
     *
     * @param json well-formed
     */
    static String storableJson(String json) {
        var text = storable(json);
        if (!text.contains("\\u")) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); ) {
            var length = 1;
            if (text.charAt(i) == '\\') {
                length = text.charAt(i + 1) == 'u' ? ESCAPE_LENGTH : 2;
            }
            if (length < ESCAPE_LENGTH) {
                out.append(text, i, i + length);
            } else if (isEscapedPair(text, i)) {
                length = 2 * ESCAPE_LENGTH;
                out.append(text, i, i + length);
            } else {
                var c = escaped(text, i);
                var bad = c == 0 || Character.isSurrogate(c);
                out.append(bad ? ESCAPED_REPLACEMENT : text.substring(i, i + length));
            }
            i += length;
        }
        return out.toString();
    }

    private static String replaced(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || isHalfPair(c) ? REPLACEMENT : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isHalfPair(int codePoint) {
        return Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint);
    }

    private static boolean isEscapedPair(String json, int at) {
        var next = at + ESCAPE_LENGTH;
        return json.startsWith("\\u", next)
                && Character.isSurrogatePair(escaped(json, at), escaped(json, next));
    }

    private static char escaped(String json, int at) {
        return (char) Integer.parseInt(json, at + 2, at + ESCAPE_LENGTH, 16);
    }
}
