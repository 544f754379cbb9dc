package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.entitlement.EventAdmissions;
import io.flowmeter.api.entitlement.MeteredEvent;
import io.flowmeter.api.entitlement.Refusal;
import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes the events of a request that the tenants' limits admit, and publishes them. */
public final class EnforcedIngest {

    private final EventAdmissions admissions;
    private final EventPublishing publishing;
    private final LongSupplier nanoTime;

    public EnforcedIngest(EventLog log, EventAdmissions admissions) {
        this(log, admissions, System::nanoTime);
    }

    EnforcedIngest(EventLog log, EventAdmissions admissions, LongSupplier nanoTime) {
        this.admissions = admissions;
        this.publishing = new EventPublishing(log);
        this.nanoTime = nanoTime;
    }

    /**
     * Returns once the log has every event that is admitted. Of one that it may lack the
     * reservation stays until that is known: the request can be sent again, and finds it.
     *
     * @throws ProblemException EVENTS_REJECTED or LIMIT_REACHED if no event was admitted,
     *     EVENTS_NOT_ACKNOWLEDGED if the log may lack some, DATABASE_UNAVAILABLE unless all limits
     *     on the events say to allow then
     */
    public IngestResponse ingest(Caller caller, EventBatch batch) {
        List<Rejection> rejections = new ArrayList<>();
        List<GatedEvent> events =
                EventIngest.gated(new EventGate(caller, null, true), batch, rejections);
        if (events.isEmpty() && !rejections.isEmpty()) {
            throw EventIngest.rejected(ProblemCode.EVENTS_REJECTED, rejections, batch.isSingle());
        }
        EventAdmissions.Verdicts verdicts =
                admissions.admit(
                        caller,
                        events.stream()
                                .map(event -> new MeteredEvent(event.event(), event.data()))
                                .toList());
        List<GatedEvent> admitted = new ArrayList<>();
        List<LogRecord> records = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            GatedEvent event = events.get(i);
            EventAdmissions.Verdict verdict = verdicts.ofEvents().get(i);
            Refusal refusal = verdict.refusal();
            if (refusal == null) {
                admitted.add(event);
                records.add(event.record(verdict.reservation()));
            } else {
                refusals.add(refusal);
                rejections.add(rejection(event, refusal));
            }
        }
        if (admitted.isEmpty() && !refusals.isEmpty()) {
            throw refused(refusals.get(0), rejections, batch.isSingle());
        }
        if (verdicts.areTooOld(nanoTime.getAsLong())) {
            // The process stood still: events must not arrive when their reservations may have
            // ended.
            throw new ProblemException(
                    ProblemCode.EVENTS_NOT_ACKNOWLEDGED,
                    "nothing was stored, because this took too long; send the same request again");
        }
        publishing.publish(admitted, records, rejections, batch.isSingle());
        return new IngestResponse(admitted.size(), rejections, verdicts.isStale(), null);
    }

    private static Rejection rejection(GatedEvent event, Refusal refusal) {
        Duration wait = refusal.retryAfter();
        return new Rejection(
                event.index(),
                event.event().id(),
                refusal.code().name(),
                refusal.detail(),
                wait == null ? null : wait.toSeconds(),
                refusal.limitKey(),
                refusal.remaining());
    }

    /** With the rejections themselves, which say when to try each event again. */
    private static ProblemException refused(
            Refusal first, List<Rejection> rejections, boolean isSingle) {
        return EventIngest.rejected(first.code(), rejections, isSingle)
                .with(new Rejected(rejections), first.retryAfter());
    }

    /** The member of the problem. */
    record Rejected(List<Rejection> rejected) {}
}
