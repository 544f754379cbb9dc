package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into audit_log that a limit refused somebody: each refusal in a row of its own. Beyond
 * {@link #ROWS_A_MINUTE} by one limit of one tenant, and while Postgres is away, refusals are
 * counted and written within seconds, together. So a blocked client that goes on asking cannot fill
 * the table, and no refusal is missing in it.
 */
final class RefusalAudit implements AutoCloseable {

    /** By one limit of one tenant, and of one API process. */
    static final int ROWS_A_MINUTE = 60;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalAudit.class);
    private static final Duration WRITE_EVERY = Duration.ofSeconds(5);

    private final NamespaceTransactions transactions;
    private final Clock clock;
    private final Map<Key, Integer> rowsThisMinute = new HashMap<>();
    private final Map<Key, Row> counted = new HashMap<>();
    private Instant minute = Instant.MIN;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        var worker = new Thread(work, "refusal-audit");
                        worker.setDaemon(true);
                        return worker;
                    });

    RefusalAudit(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        var unused =
                thread.scheduleWithFixedDelay(
                        this::writeCounted,
                        WRITE_EVERY.toMillis(),
                        WRITE_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Notes the refusals among outcomes. It never fails: the refusals stand, written or not. */
    void note(Caller caller, List<Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.isAdmitted()) {
                Row row = row(caller, outcome);
                if (hasRowOfItsOwn(row.key())) {
                    rows.add(row);
                } else {
                    count(row);
                }
            }
        }
        write(caller.visibility(), rows);
    }

    private synchronized boolean hasRowOfItsOwn(Key key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (now.isAfter(minute)) {
            minute = now;
            rowsThisMinute.clear();
        }
        return rowsThisMinute.merge(key, 1, Integer::sum) <= ROWS_A_MINUTE;
    }

    private synchronized void count(Row row) {
        counted.merge(row.key(), row, Row::and);
    }

    private synchronized List<Row> takeCounted() {
        List<Row> rows = new ArrayList<>(counted.values());
        counted.clear();
        return rows;
    }

    private void writeCounted() {
        Map<String, List<Row>> byNamespace = new HashMap<>();
        for (Row row : takeCounted()) {
            byNamespace
                    .computeIfAbsent(row.key().namespace(), namespace -> new ArrayList<>())
                    .add(row);
        }
        byNamespace.forEach((namespace, rows) -> write(new Visibility(namespace, null), rows));
    }

    private void write(Visibility visibility, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            transactions.<Void>write(
                    visibility,
                    handle -> {
                        for (Row row : rows) {
                            AuditLog.write(
                                    handle,
                                    row.key().namespace(),
                                    row.key().tenant(),
                                    row.actor(),
                                    "limit.refuse",
                                    "limit/" + row.key().limit(),
                                    null,
                                    Json.tree(row.refused()));
                        }
                        return null;
                    });
        } catch (ProblemException e) {
            LOG.warn("{} refusals of limits wait for audit_log: {}", rows.size(), e.detail());
            rows.forEach(this::count);
        } catch (RuntimeException e) {
            LOG.error("{} refusals of limits are not in audit_log", rows.size(), e);
        }
    }

    private static Row row(Caller caller, Outcome outcome) {
        Assessment refusal = Assessment.deciding(outcome.refusing());
        LimitLine line = refusal.line();
        String meter = line.limit().meter();
        return new Row(
                new Key(caller.namespace(), line.tenant(), line.limit().key()),
                caller.keyId(),
                new Refused(
                        line.limit().key(),
                        meter,
                        line.dimensions().isEmpty() ? null : line.dimensions(),
                        refusal.reason().name(),
                        Assessment.plain(refusal.usage()),
                        refusal.counted().reserved(),
                        line.limit().quantity(),
                        outcome.demand().quantityOf(meter),
                        1));
    }

    private record Key(String namespace, String tenant, String limit) {}

    /**
     * @param actor id of the API key that asked
     */
    private record Row(Key key, String actor, Refused refused) {

        /** What the later one says, with the number of both. */
        private Row and(Row later) {
            return new Row(
                    key,
                    later.actor,
                    later.refused.times(refused.refusals + later.refused.refusals));
        }
    }

    /**
     * @param refusals how many the row stands for; what else it says is of the last of them
     */
    record Refused(
            String limit,
            String meter,
            @Nullable String dimensions,
            String reason,
            @Nullable BigDecimal usage,
            BigDecimal reserved,
            @Nullable BigDecimal quantity,
            BigDecimal asked,
            long refusals) {

        private Refused times(long number) {
            return new Refused(
                    limit, meter, dimensions, reason, usage, reserved, quantity, asked, number);
        }
    }

    /** Writes what is counted, and stops. */
    @Override
    public void close() {
        thread.shutdown();
        writeCounted();
    }
}
