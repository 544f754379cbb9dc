package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.entitlement.EventReservations;
import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the good events of a request, however bad their neighbours are. */
public final class EventIngest {

    private final EventPublishing publishing;
    private final EventReservations reservations;

    public EventIngest(EventLog log, EventReservations reservations) {
        this.publishing = new EventPublishing(log);
        this.reservations = reservations;
    }

    /**
     * Returns once the log has every event that is not rejected.
     *
     * @param timeIfMissing event time of events that have none; null: they are rejected
     * @throws ProblemException EVENTS_REJECTED if none was acceptable, EVENTS_NOT_ACKNOWLEDGED if
     *     the log may lack some
     */
    public IngestResponse ingest(Caller caller, EventBatch batch, @Nullable Instant timeIfMissing) {
        List<Rejection> rejections = new ArrayList<>();
        List<GatedEvent> events =
                gated(new EventGate(caller, timeIfMissing, false), batch, rejections);
        if (events.isEmpty() && !rejections.isEmpty()) {
            throw rejected(ProblemCode.EVENTS_REJECTED, rejections, batch.isSingle());
        }
        reservations.publish(caller, reserved(events));
        publishing.publish(
                events,
                events.stream().map(GatedEvent::record).toList(),
                List.of(),
                batch.isSingle());
        return new IngestResponse(events.size(), rejections);
    }

    /** The problem that some or all events were refused. */
    public static ProblemException rejected(
            ProblemCode code, List<Rejection> rejections, boolean isSingle) {
        Rejection first = rejections.get(0);
        String more = rejections.size() == 1 ? "" : ", and " + (rejections.size() - 1) + " more";
        return new ProblemException(
                code,
                first.code() + " " + first.detail() + more,
                rejections.stream().map(rejection -> rejection.asError(isSingle)).toList());
    }

    /** The events the gate lets through; why it does not goes to the rejections. */
    static List<GatedEvent> gated(EventGate gate, EventBatch batch, List<Rejection> rejections) {
        List<GatedEvent> events = new ArrayList<>();
        for (int i = 0; i < batch.items().size(); i++) {
            gate.judge(i, batch.items().get(i), events::add, rejections::add);
        }
        return events;
    }

    private static List<EventReservations.Published> reserved(List<GatedEvent> events) {
        List<EventReservations.Published> reserved = new ArrayList<>();
        for (GatedEvent event : events) {
            event.reservation()
                    .ifPresent(
                            id ->
                                    reserved.add(
                                            new EventReservations.Published(
                                                    event.event().tenant(), id)));
        }
        return reserved;
    }
}
