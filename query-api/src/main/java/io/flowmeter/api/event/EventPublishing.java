package io.flowmeter.api.event;

import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemError;
import io.flowmeter.api.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends events and says which of them the log may lack. */
final class EventPublishing {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublishing.class);

    private final EventLog log;

    EventPublishing(EventLog log) {
        this.log = log;
    }

    /**
     * Returns once the log has every event.
     *
     * @param records of the events
     * @param refused events of the same request, which a problem names too
     * @throws ProblemException EVENTS_NOT_ACKNOWLEDGED
     */
    void publish(
            List<GatedEvent> events,
            List<LogRecord> records,
            List<Rejection> refused,
            boolean isSingle) {
        List<Optional<String>> outcomes = records.isEmpty() ? List.of() : log.append(records);
        List<ProblemError> errors = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String pointer = isSingle ? "#" : "#/" + events.get(i).index();
            outcomes.get(i)
                    .map(why -> ProblemError.inBody(pointer, "NOT_ACKNOWLEDGED", why))
                    .ifPresent(errors::add);
        }
        if (!errors.isEmpty()) {
            int unknown = errors.size();
            LOG.warn(
                    "{} of {} events not acknowledged: {}",
                    unknown,
                    outcomes.size(),
                    errors.get(0).detail());
            refused.forEach(rejection -> errors.add(rejection.asError(isSingle)));
            throw new ProblemException(
                    ProblemCode.EVENTS_NOT_ACKNOWLEDGED,
                    unknown
                            + " of "
                            + outcomes.size()
                            + " acceptable events are not known to be stored; send the same request"
                            + " again: an event stored already counts once",
                    errors);
        }
    }
}
