package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.UsageEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads usage events: CloudEvents 1.0 in JSON, in structured or binary mode. It has no state and
 * never throws on what a record holds.
 */
public final class UsageEventParser {

    /** A UUID, as the API writes it. */
    private static final Pattern RESERVATION =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The event, or why there is none. */
    public ParseResult parse(RawEvent raw) {
        Envelope envelope;
        try {
            envelope = Envelope.open(raw);
        } catch (RejectedEventException e) {
            return new ParseResult.Rejected(e.reason(), e.detail(), "", "");
        }
        try {
            return read(envelope);
        } catch (RejectedEventException e) {
            return new ParseResult.Rejected(
                    e.reason(), e.detail(), envelope.knownNamespace(), envelope.knownTenant());
        }
    }

    private static ParseResult read(Envelope envelope) throws RejectedEventException {
        UsageEvent event =
                UsageEvent.fromAttributes(
                        envelope.attribute("specversion"),
                        envelope.attribute("namespace"),
                        envelope.attribute("subject"),
                        envelope.attribute("source"),
                        envelope.attribute("id"),
                        envelope.attribute("type"),
                        envelope.attribute("time"));
        ObjectNode data = envelope.data();
        Fingerprint content = EventContent.fingerprint(event, data);
        @Nullable CorrectionRequest correction =
                event.type().equals(UsageEvent.VOID_TYPE)
                        ? CorrectionReader.read(event, data)
                        : null;
        return new ParseResult.Accepted(
                event, new EventData(data), content, correction, reservation(envelope));
    }

    private static @Nullable String reservation(Envelope envelope) {
        try {
            String id = envelope.attribute("reservation");
            return id != null && RESERVATION.matcher(id).matches() ? id : null;
        } catch (RejectedEventException e) {
            return null; // somebody else's extension of that name
        }
    }
}
