package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.util.Optional;

/**
 * Reads the data of a void: {@code {"id":…, "source":…, "event":{"type":…, "time":…, "data":{…}}}}.
 * Without {@code source} the target has the void's own; without {@code event} it counts no longer.
 */
final class CorrectionReader {
    private static final String REPLACEMENT = "data.event";

    private CorrectionReader() {}

    /**
     * @throws RejectedEventException naming the member of {@code data} that is missing or wrong
     */
    static CorrectionRequest read(UsageEvent correcting, ObjectNode data)
            throws RejectedEventException {
        String id = getText(data, "id", "data");
        String source = JsonMembers.findText(data, "source", "attribute data.source");
        EventIdentity target =
                target(correcting, source == null ? correcting.source() : source, id);
        Optional<ObjectNode> event = JsonMembers.findObject(data, "event", REPLACEMENT);
        return event.isEmpty()
                ? new CorrectionRequest(target, null)
                : new CorrectionRequest(target, replacement(target, event.get()));
    }

    private static EventIdentity target(UsageEvent correcting, String source, String id)
            throws RejectedEventException {
        // Checked as the attributes of the target were when it was accepted.
        return event(
                        new EventIdentity(correcting.namespace(), correcting.tenant(), source, id),
                        correcting.type(),
                        correcting.eventTime().toString(),
                        "data")
                .identity();
    }

    private static CorrectionRequest.Replacement replacement(EventIdentity target, ObjectNode event)
            throws RejectedEventException {
        requireSame(event, "id", target.id());
        requireSame(event, "source", target.source());
        requireSame(event, "subject", target.tenant());
        requireSame(event, "namespace", target.namespace());
        UsageEvent replacing =
                event(
                        target,
                        getText(event, "type", REPLACEMENT),
                        getText(event, "time", REPLACEMENT),
                        REPLACEMENT);
        if (replacing.type().equals(UsageEvent.VOID_TYPE)) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute data.event.type must be a type that is metered, was \""
                            + UsageEvent.VOID_TYPE
                            + "\"");
        }
        ObjectNode data =
                JsonMembers.findObject(event, "data", "data.event.data")
                        .orElseGet(event::objectNode);
        return new CorrectionRequest.Replacement(
                replacing, new EventData(data), EventContent.fingerprint(replacing, data));
    }

    private static UsageEvent event(EventIdentity identity, String type, String time, String where)
            throws RejectedEventException {
        try {
            return UsageEvent.fromAttributes(
                    "1.0",
                    identity.namespace(),
                    identity.tenant(),
                    identity.source(),
                    identity.id(),
                    type,
                    time);
        } catch (RejectedEventException e) {
            throw new RejectedEventException(e.reason(), "in " + where + ": " + e.detail());
        }
    }

    private static String getText(ObjectNode object, String name, String where)
            throws RejectedEventException {
        String what = "attribute " + where + "." + name;
        String text = JsonMembers.findText(object, name, what);
        if (text == null) {
            throw new RejectedEventException(
                    RejectionReason.MISSING_ATTRIBUTE, what + " is missing");
        }
        return text;
    }

    /** A replacement keeps the identity of its target: who repeats it must repeat it right. */
    private static void requireSame(ObjectNode event, String name, String expected)
            throws RejectedEventException {
        String what = "attribute data.event." + name;
        String text = JsonMembers.findText(event, name, what);
        if (text != null && !text.equals(expected)) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    what
                            + " must be absent or that of the target, \""
                            + expected
                            + "\", was \""
                            + Printable.quote(text)
                            + "\"");
        }
    }
}
