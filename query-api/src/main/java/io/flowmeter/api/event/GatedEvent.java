package io.flowmeter.api.event;

import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.Parsing;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.PropertyValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event the gate let through.
 *
 * @param index place in the request, from 0
 * @param missing attributes it was sent without
 */
record GatedEvent(int index, UsageEvent event, EventText text, Map<String, String> missing) {

    private static final Map<String, String> STRUCTURED_MODE =
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8");

    /** The record to be appended. */
    LogRecord record() {
        return record(text.with(missing));
    }

    /** The record to be appended, with the attribute {@code reservation}. */
    LogRecord record(@Nullable UUID reservation) {
        if (reservation == null) {
            return record();
        }
        Map<String, String> more = new TreeMap<>(missing);
        more.put(EventText.RESERVATION, reservation.toString());
        return record(text.with(more));
    }

    /** The reservation its sender made for it; the attribute may be somebody else's, too. */
    Optional<UUID> reservation() {
        String sent = text.attribute(EventText.RESERVATION);
        return Optional.ofNullable(sent).flatMap(Parsing::uuid);
    }

    PropertyValue.Reader data() {
        return EventValues.of(text.with(Map.of()));
    }

    private LogRecord record(String value) {
        return new LogRecord(
                event.tenant().getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                STRUCTURED_MODE);
    }
}
