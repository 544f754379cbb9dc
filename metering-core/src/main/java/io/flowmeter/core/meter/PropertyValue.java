package io.flowmeter.core.meter;

/**
 * What stands at a property path: its JSON kind, and its text for the kinds that have one.
 *
 * @param text digits of a NUMBER, characters of a TEXT, {@code true} or {@code false}; otherwise
 *     the JSON text
 */
public record PropertyValue(Kind kind, String text) {

    /** Nothing stands there. */
    public static final PropertyValue ABSENT = new PropertyValue(Kind.ABSENT, "");

    /** JSON kinds, as far as meters tell them apart. */
    public enum Kind {
        ABSENT,
        NULL,
        NUMBER,
        TEXT,
        BOOLEAN,
        STRUCTURE
    }

    /** Whether nothing, or null, stands there. */
    public boolean isMissing() {
        return kind == Kind.ABSENT || kind == Kind.NULL;
    }

    /** Reads an event's data; the JSON library stays on the other side of it. */
    @FunctionalInterface
    public interface Reader {
        PropertyValue read(PropertyPath path);
    }
}
