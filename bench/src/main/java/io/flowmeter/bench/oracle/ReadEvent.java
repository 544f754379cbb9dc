package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed usage event.
 *
 * @param content as {@link Content} has it
 * @param wish what a {@code flowmeter.void} asks for; null for every other type
 */
record ReadEvent(
        Identity identity,
        String type,
        Instant time,
        ObjectNode data,
        String content,
        @Nullable Wish wish) {
    static final String VOID_TYPE = "flowmeter.void";

    /**
     * @param replacement what the target counts as from now on; null: it counts no longer
     */
    record Wish(Identity target, @Nullable ReadEvent replacement) {}
}
