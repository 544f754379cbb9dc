package io.flowmeter.core.deduplicate;

import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.Fingerprint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way to the history of an identity; exactly one of {@code occurrence} and {@code
 * correction} is set.
 *
 * @param key fingerprint of the identity
 * @param reservation what was reserved for the occurrence; null: nothing
 */
public record IdentityRecord(
        EventIdentity identity,
        Fingerprint key,
        @Nullable Occurrence occurrence,
        @Nullable Correction correction,
        @Nullable String reservation) {

    /** Append time of the record, epoch milliseconds. */
    public long appendMillis() {
        return correction != null
                ? correction.appendMillis()
                : Objects.requireNonNull(occurrence).appendMillis();
    }

    public static IdentityRecord of(
            EventIdentity identity, Occurrence occurrence, @Nullable String reservation) {
        return new IdentityRecord(identity, identity.fingerprint(), occurrence, null, reservation);
    }

    public static IdentityRecord of(EventIdentity target, Correction correction) {
        return new IdentityRecord(target, target.fingerprint(), null, correction, null);
    }
}
