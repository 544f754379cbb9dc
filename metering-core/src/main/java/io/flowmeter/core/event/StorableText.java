package io.flowmeter.core.event;

import java.util.Optional;

/** Which texts can be stored, compared and told apart again: all of Unicode but U+0000. */
public final class StorableText {
    private StorableText() {}

    /** What is wrong with a text, as in "{name} must not contain …"; empty if nothing is. */
    public static Optional<String> flawOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                // Postgres text cannot hold it: postgresql.org/docs/18/datatype-character.html
                return Optional.of("must not contain the character U+0000");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c, i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    // UTF-8 has no form for it: two ids cut inside an emoji would become one.
                    return Optional.of(
                            String.format(
                                    "must not contain half a surrogate pair, had \\u%04x at"
                                            + " character %d",
                                    (int) c, i + 1));
                }
                i++;
            }
        }
        return Optional.empty();
    }
}
