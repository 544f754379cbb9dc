package io.flowmeter.api.entitlement;

import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.Fingerprint;
import java.util.UUID;

/** Names the reservation of an event: copies of the event have one and the same. */
final class ReservationId {

    private ReservationId() {}

    static UUID of(EventIdentity event) {
        Fingerprint fingerprint = event.fingerprint();
        return new UUID(fingerprint.high(), fingerprint.low());
    }
}
