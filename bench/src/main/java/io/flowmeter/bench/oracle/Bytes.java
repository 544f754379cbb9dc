package io.flowmeter.bench.oracle;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes that are equal by content. */
record Bytes(byte[] content) {
    private static final int SHOWN = 24;

    /** Null for null. */
    static @Nullable Bytes ofNullable(byte @Nullable [] content) {
        return content == null ? null : new Bytes(content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(bytes.content, content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** How many, and the first of them. */
    @Override
    public String toString() {
        String shown = HexFormat.of().formatHex(content, 0, Math.min(SHOWN, content.length));
        return content.length + " bytes " + shown + (content.length > SHOWN ? "…" : "");
    }
}
