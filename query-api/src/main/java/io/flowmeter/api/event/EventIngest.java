package io.flowmeter.api.event;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemError;
import io.flowmeter.api.http.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the good events of a request, however bad their neighbours are. */
public final class EventIngest {

    private static final Logger LOG = LoggerFactory.getLogger(EventIngest.class);

    private final EventLog log;

    public EventIngest(EventLog log) {
        this.log = log;
    }

    /**
     * Returns once the log has every event that is not rejected.
     *
     * @param timeIfMissing event time of events that have none; null: they are rejected
     * @throws ProblemException EVENTS_REJECTED if none was acceptable, EVENTS_NOT_ACKNOWLEDGED if
     *     the log may lack some
     */
    public IngestResponse ingest(Caller caller, EventBatch batch, @Nullable Instant timeIfMissing) {
        var gate = new EventGate(caller, timeIfMissing);
        List<LogRecord> records = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < batch.items().size(); i++) {
            int index = i;
            gate.judge(
                    index,
                    batch.items().get(index),
                    record -> {
                        records.add(record);
                        indexes.add(index);
                    },
                    rejections::add);
        }
        if (records.isEmpty() && !rejections.isEmpty()) {
            throw rejected(ProblemCode.EVENTS_REJECTED, rejections, batch.isSingle());
        }
        List<Optional<String>> outcomes = records.isEmpty() ? List.of() : log.append(records);
        throwIfUnacknowledged(outcomes, indexes, batch.isSingle());
        return new IngestResponse(records.size(), rejections);
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

    private static void throwIfUnacknowledged(
            List<Optional<String>> outcomes, List<Integer> indexes, boolean isSingle) {
        List<ProblemError> errors = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String pointer = isSingle ? "#" : "#/" + indexes.get(i);
            outcomes.get(i)
                    .map(why -> ProblemError.inBody(pointer, "NOT_ACKNOWLEDGED", why))
                    .ifPresent(errors::add);
        }
        if (!errors.isEmpty()) {
            LOG.warn(
                    "{} of {} events not acknowledged: {}",
                    errors.size(),
                    outcomes.size(),
                    errors.get(0).detail());
            throw new ProblemException(
                    ProblemCode.EVENTS_NOT_ACKNOWLEDGED,
                    errors.size()
                            + " of "
                            + outcomes.size()
                            + " acceptable events are not known to be stored; send the same request"
                            + " again: an event stored already counts once",
                    errors);
        }
    }
}
