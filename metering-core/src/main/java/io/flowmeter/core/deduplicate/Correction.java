package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.LogPosition;
import org.jspecify.annotations.Nullable;

/**
 * One void or replacement of an identity.
 *
 * @param identity fingerprint of the void event's own identity: a repeated void is a duplicate
 * @param actor the void event's source
 * @param replacement what counts instead; null for a void
 * @param refusal the dead letter to write if no target turns up; null once it has taken effect
 */
public record Correction(
        LogPosition position,
        long appendMillis,
        Fingerprint content,
        Fingerprint identity,
        String actor,
        @Nullable EventUsage replacement,
        @Nullable DeadLetter refusal) {

    boolean isPending() {
        return refusal != null;
    }

    boolean isBefore(Correction other) {
        return appendMillis != other.appendMillis
                ? appendMillis < other.appendMillis
                : content.compareTo(other.content) < 0;
    }

    /** Whether it was appended within the window after the copy that counts. */
    boolean concerns(@Nullable Occurrence original, long windowMillis) {
        return original != null
                && appendMillis >= original.appendMillis()
                && appendMillis - original.appendMillis() <= windowMillis;
    }

    Correction applied() {
        return new Correction(position, appendMillis, content, identity, actor, replacement, null);
    }
}
