package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one caller may put one event on the log. It looks at the event alone: whether it
 * is late, a duplicate or of interest to a meter is the job's verdict.
 */
final class EventGate {

    /** What the attribute {@code reservation} adds to an event. */
    private static final int RESERVATION_BYTES = 64;

    private final Caller caller;
    private final @Nullable Instant timeIfMissing;
    private final boolean enforces;

    /**
     * @param timeIfMissing event time of events that have none; null: they are refused
     * @param enforces events must leave the attribute {@code reservation} to the API
     */
    EventGate(Caller caller, @Nullable Instant timeIfMissing, boolean enforces) {
        this.caller = caller;
        this.timeIfMissing = timeIfMissing;
        this.enforces = enforces;
    }

    /** Hands the event to exactly one of the two. */
    void judge(int index, String item, Consumer<GatedEvent> accept, Consumer<Rejection> reject) {
        EventText text = EventText.read(item);
        String id = text.attribute("id");
        try {
            GatedEvent event = admit(index, text);
            if (isForeign(text.attribute("subject"))) {
                reject.accept(
                        new Rejection(
                                index,
                                id,
                                Rejection.FORBIDDEN_TENANT,
                                "the API key is bound to another subject"));
            } else {
                accept.accept(event);
            }
        } catch (RejectedEventException e) {
            reject.accept(new Rejection(index, id, e.reason().name(), e.detail()));
        }
    }

    private GatedEvent admit(int index, EventText text) throws RejectedEventException {
        text.throwIfWrong();
        String namespace = text.attribute("namespace");
        if (namespace != null && !namespace.equals(caller.namespace())) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute namespace must be the API key's or absent, was \""
                            + namespace
                            + "\"");
        }
        Map<String, String> missing = new LinkedHashMap<>();
        if (namespace == null) {
            missing.put("namespace", caller.namespace());
        }
        String time = text.attribute("time");
        if (time == null && timeIfMissing != null) {
            time = timeIfMissing.toString();
            missing.put("time", time);
        }
        UsageEvent event =
                UsageEvent.fromAttributes(
                        text.attribute("specversion"),
                        caller.namespace(),
                        text.attribute("subject"),
                        text.attribute("source"),
                        text.attribute("id"),
                        text.attribute("type"),
                        time);
        var gated = new GatedEvent(index, event, text, missing);
        checkReservation(text);
        checkSize(gated.record());
        return gated;
    }

    private void checkReservation(EventText text) throws RejectedEventException {
        if (enforces && text.attribute(EventText.RESERVATION) != null) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    "attribute reservation must be absent: enforcing gives the event its own");
        }
    }

    private void checkSize(LogRecord record) throws RejectedEventException {
        int length = Objects.requireNonNull(record.value()).length;
        int most = UsageEvent.MAX_BYTES - (enforces ? RESERVATION_BYTES : 0);
        if (length > most) {
            throw new RejectedEventException(
                    RejectionReason.TOO_LARGE,
                    "the event must have at most " + most + " bytes, had " + length);
        }
    }

    private boolean isForeign(@Nullable String subject) {
        return caller.tenant() != null && !caller.tenant().equals(subject);
    }
}
