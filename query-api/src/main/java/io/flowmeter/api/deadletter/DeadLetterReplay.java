package io.flowmeter.api.deadletter;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.eventlog.EventLog;
import io.flowmeter.api.eventlog.LogRecord;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.LogPosition;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Puts refused events on the log again, as they were. If the log has the event but the mark is lost
 * (Postgres fails in between), a second replay is harmless: the event's identity is known.
 */
public final class DeadLetterReplay {

    private final NamespaceTransactions transactions;
    private final EventLog log;
    private final Clock clock;

    public DeadLetterReplay(NamespaceTransactions transactions, EventLog log, Clock clock) {
        this.transactions = transactions;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @throws ProblemException DEAD_LETTER_NOT_FOUND, ALREADY_REPLAYED, PARTIALLY_COUNTED or
     *     EVENTS_NOT_ACKNOWLEDGED
     */
    StoredDeadLetter replay(Caller caller, LogPosition position) {
        return transactions.write(
                caller.visibility(),
                handle -> {
                    StoredDeadLetter letter =
                            DeadLetterQueries.lock(handle, caller.namespace(), position)
                                    .orElseThrow(() -> notFound(position.toString()));
                    requireUseful(letter);
                    append(letter);
                    StoredDeadLetter replayed = letter.replayed(clock.instant());
                    DeadLetterQueries.markReplayed(handle, position, clock.instant());
                    AuditLog.write(
                            handle,
                            caller.namespace(),
                            letter.tenant(),
                            caller.keyId(),
                            "dead-letter.replay",
                            "dead-letter/" + position,
                            null,
                            Json.tree(Map.of("reason", letter.reason())));
                    return replayed;
                });
    }

    private static void requireUseful(StoredDeadLetter letter) {
        if (letter.replayedAt() != null) {
            throw new ProblemException(
                    ProblemCode.ALREADY_REPLAYED,
                    letter.position()
                            + " was replayed at "
                            + letter.replayedAt()
                            + "; if it was refused again, that is a dead letter of its own");
        }
        if (letter.partial()) {
            throw new ProblemException(
                    ProblemCode.PARTIALLY_COUNTED,
                    "some meters counted the event at "
                            + letter.position()
                            + ", so a replay would be a duplicate and change nothing; replace the"
                            + " event with one of type flowmeter.void instead");
        }
    }

    static ProblemException notFound(String position) {
        return new ProblemException(
                ProblemCode.DEAD_LETTER_NOT_FOUND, "there is no dead letter at " + position);
    }

    private void append(StoredDeadLetter letter) {
        var record = new LogRecord(letter.key(), letter.value(), letter.headers());
        log.append(List.of(record))
                .get(0)
                .ifPresent(
                        why -> {
                            throw new ProblemException(
                                    ProblemCode.EVENTS_NOT_ACKNOWLEDGED,
                                    letter.position() + " is not known to be stored: " + why);
                        });
    }
}
