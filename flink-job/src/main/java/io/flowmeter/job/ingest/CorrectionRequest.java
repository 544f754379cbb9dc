package io.flowmeter.job.ingest;

import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.UsageEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event of type {@code flowmeter.void} asks for: that an accepted event counts no longer,
 * or counts as something else.
 *
 * @param target the event to correct, of the void's own namespace and tenant
 * @param replacement null = the target counts no longer
 */
public record CorrectionRequest(EventIdentity target, @Nullable Replacement replacement) {

    /**
     * What the target counts as from now on.
     *
     * @param event has the target's identity and its own type and time
     * @param content as {@link ParseResult.Accepted#content()}
     */
    public record Replacement(UsageEvent event, EventData data, Fingerprint content) {}
}
