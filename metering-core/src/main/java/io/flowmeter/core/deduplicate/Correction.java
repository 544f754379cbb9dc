package io.flowmeter.core.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.LogPosition;
import java.util.Comparator;
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

    /** Partitions and offsets have no part in it. */
    static final Comparator<Correction> APPEND_ORDER =
            Comparator.comparingLong(Correction::appendMillis).thenComparing(Correction::content);

    boolean isPending() {
        return refusal != null;
    }

    boolean isBefore(Correction other) {
        return APPEND_ORDER.compare(this, other) < 0;
    }

    Correction applied() {
        return new Correction(position, appendMillis, content, identity, actor, replacement, null);
    }
}
