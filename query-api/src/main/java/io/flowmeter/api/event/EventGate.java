package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import io.flowmeter.core.event.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one caller may put one event on the log. It looks at the event alone: whether it
 * is late, a duplicate or of interest to a meter is the job's verdict.
 */
final class EventGate {

    private static final Map<String, String> STRUCTURED_MODE =
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8");

    private final Caller caller;
    private final @Nullable Instant timeIfMissing;

    /**
     * @param timeIfMissing event time of events that have none; null: they are refused
     */
    EventGate(Caller caller, @Nullable Instant timeIfMissing) {
        this.caller = caller;
        this.timeIfMissing = timeIfMissing;
    }

    /** Hands the event to exactly one of the two. */
    void judge(int index, String item, Consumer<LogRecord> accept, Consumer<Rejection> reject) {
        EventText text = EventText.read(item);
        String id = text.attribute("id");
        try {
            LogRecord record = admit(text);
            if (isForeign(text.attribute("subject"))) {
                reject.accept(
                        new Rejection(
                                index,
                                id,
                                Rejection.FORBIDDEN_TENANT,
                                "the API key is bound to another subject"));
            } else {
                accept.accept(record);
            }
        } catch (RejectedEventException e) {
            reject.accept(new Rejection(index, id, e.reason().name(), e.detail()));
        }
    }

    private LogRecord admit(EventText text) throws RejectedEventException {
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
        byte[] value = text.with(missing).getBytes(StandardCharsets.UTF_8);
        if (value.length > UsageEvent.MAX_BYTES) {
            throw new RejectedEventException(
                    RejectionReason.TOO_LARGE,
                    "the event must have at most "
                            + UsageEvent.MAX_BYTES
                            + " bytes, had "
                            + value.length);
        }
        return new LogRecord(
                event.tenant().getBytes(StandardCharsets.UTF_8), value, STRUCTURED_MODE);
    }

    private boolean isForeign(@Nullable String subject) {
        return caller.tenant() != null && !caller.tenant().equals(subject);
    }
}
