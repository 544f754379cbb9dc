package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record. Of several things that are wrong the first counts: the whole, then the kinds of
 * the attributes, then the attributes themselves (specversion, namespace, subject, source, id,
 * type, time), then data, then what a void asks for.
 */
final class EventReader {
    static final String DEFAULT_NAMESPACE = "default";

    private EventReader() {}

    /**
     * The event, or why there is none.
     *
     * @param reason null exactly if there is an event
     * @param namespace of a refused event: empty where it names no valid one; so is the tenant
     */
    record Reading(
            @Nullable ReadEvent event, @Nullable String reason, String namespace, String tenant) {

        ReadEvent require() {
            return Objects.requireNonNull(event);
        }
    }

    static Reading read(LogRecord record) {
        Envelope envelope;
        try {
            envelope = Envelope.open(record);
        } catch (RefusedException e) {
            return new Reading(null, e.reason(), "", "");
        }
        try {
            ReadEvent event = read(envelope);
            return new Reading(
                    event, null, event.identity().namespace(), event.identity().tenant());
        } catch (RefusedException e) {
            return new Reading(
                    null,
                    e.reason(),
                    envelope.knownOr("namespace", DEFAULT_NAMESPACE),
                    envelope.knownOr("subject", ""));
        }
    }

    private static ReadEvent read(Envelope envelope) throws RefusedException {
        String version = envelope.attribute("specversion");
        String namespace = envelope.attribute("namespace");
        String tenant = envelope.attribute("subject");
        String source = envelope.attribute("source");
        String id = envelope.attribute("id");
        String type = envelope.attribute("type");
        String time = envelope.attribute("time");
        if (!Texts.attribute(version).equals("1.0")) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        Identity identity =
                new Identity(
                        namespace == null ? DEFAULT_NAMESPACE : Texts.attribute(namespace),
                        Texts.attribute(tenant),
                        Texts.attribute(source),
                        Texts.attribute(id));
        String checkedType = Texts.attribute(type);
        Instant eventTime = Rfc3339.read(Texts.attribute(time));
        ObjectNode data = envelope.data();
        String content = Content.of(checkedType, eventTime.toEpochMilli(), data);
        ReadEvent.Wish wish = checkedType.equals(ReadEvent.VOID_TYPE) ? wish(identity, data) : null;
        return new ReadEvent(identity, checkedType, eventTime, data, content, wish);
    }

    private static ReadEvent.Wish wish(Identity voiding, ObjectNode data) throws RefusedException {
        String id = Texts.requiredMember(data, "id");
        String source = Texts.member(data, "source");
        Identity target =
                new Identity(
                        voiding.namespace(),
                        voiding.tenant(),
                        Texts.attribute(source == null ? voiding.source() : source),
                        Texts.attribute(id));
        ObjectNode event = StrictObject.memberOrEmpty(data, "event");
        boolean isVoid = !data.hasNonNull("event");
        return new ReadEvent.Wish(target, isVoid ? null : replacement(target, event));
    }

    /** It has the target's identity and may repeat it, but only rightly. */
    private static ReadEvent replacement(Identity target, ObjectNode event)
            throws RefusedException {
        requireAbsentOr(target.id(), event, "id");
        requireAbsentOr(target.source(), event, "source");
        requireAbsentOr(target.tenant(), event, "subject");
        requireAbsentOr(target.namespace(), event, "namespace");
        String sentType = Texts.requiredMember(event, "type");
        String sentTime = Texts.requiredMember(event, "time");
        String type = Texts.attribute(sentType);
        Instant time = Rfc3339.read(Texts.attribute(sentTime));
        if (type.equals(ReadEvent.VOID_TYPE)) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        ObjectNode data = StrictObject.memberOrEmpty(event, "data");
        String content = Content.of(type, time.toEpochMilli(), data);
        return new ReadEvent(target, type, time, data, content, null);
    }

    private static void requireAbsentOr(String expected, ObjectNode event, String name)
            throws RefusedException {
        String text = Texts.member(event, name);
        if (text != null && !text.equals(expected)) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
    }
}
