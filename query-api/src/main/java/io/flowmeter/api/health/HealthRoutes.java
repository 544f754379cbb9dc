package io.flowmeter.api.health;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Progress;
import io.flowmeter.api.eventlog.KafkaEventLog;
import io.flowmeter.api.http.Answers;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemError;
import io.flowmeter.api.http.ProblemException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** /livez and /readyz. */
public final class HealthRoutes {

    private final NamespaceTransactions transactions;
    private final KafkaEventLog log;
    private final Duration readyLag;
    private final Clock clock;

    /**
     * @param readyLag the API is ready while its numbers are at most this old
     */
    public HealthRoutes(
            NamespaceTransactions transactions, KafkaEventLog log, Duration readyLag, Clock clock) {
        this.transactions = transactions;
        this.log = log;
        this.readyLag = readyLag;
        this.clock = clock;
    }

    /** GET /livez: the process serves. */
    public void live(Context ctx) {
        Answers.ok(ctx, Map.of("status", "alive"));
    }

    /** GET /readyz: events can be taken and numbers are fresh; else 503 with every reason. */
    public void ready(Context ctx) {
        List<ProblemError> reasons = new ArrayList<>();
        log.problem().ifPresent(why -> reasons.add(reason("KAFKA_UNREACHABLE", why)));
        Progress progress = new Progress(null, null);
        try {
            progress = transactions.readWithoutNamespace(handle -> Progress.read(handle, clock));
            addLag(progress, reasons);
        } catch (ProblemException e) {
            reasons.add(reason("DATABASE_UNREACHABLE", e.detail()));
        }
        if (!reasons.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.NOT_READY,
                    String.join("; ", reasons.stream().map(ProblemError::detail).toList()),
                    reasons);
        }
        Answers.ok(ctx, new Ready("ready", progress));
    }

    private void addLag(Progress progress, List<ProblemError> reasons) {
        if (progress.asOf() == null || progress.lagSeconds() == null) {
            reasons.add(reason("NO_PROGRESS", "no job has reported progress yet"));
        } else if (progress.lagSeconds() > readyLag.toSeconds()) {
            reasons.add(
                    reason(
                            "LAGGING",
                            "the numbers are of "
                                    + progress.asOf()
                                    + ", more than "
                                    + readyLag
                                    + " ago"));
        }
    }

    private static ProblemError reason(String code, String detail) {
        return new ProblemError(null, null, null, code, detail);
    }

    /** The answer of /readyz when all is well. */
    record Ready(String status, @JsonUnwrapped Progress progress) {}
}
