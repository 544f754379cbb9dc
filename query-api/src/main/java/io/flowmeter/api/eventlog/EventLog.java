package io.flowmeter.api.eventlog;

import java.util.List;
import java.util.Optional;

/** The log of usage events, which the job reads. */
public interface EventLog {

    /**
     * Appends records and waits until every broker in sync has them, or it is clear that one has
     * not, or time is up. A record not acknowledged may still be in the log: appending it again is
     * harmless, because the job knows it by its identity.
     *
     * @return per record: empty if it is acknowledged, else why not
     */
    List<Optional<String>> append(List<LogRecord> records);
}
