package io.flowmeter.api.entitlement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into audit_log that a limit refused somebody: the first time at once, and then, however
 * often a blocked client asks, once a minute for each tenant and limit (and API process), with the
 * number of refusals since the row before.
 */
final class RefusalAudit {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalAudit.class);

    private static final int MAX_REMEMBERED = 100_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final NamespaceTransactions transactions;
    private final Clock clock;
    private final Cache<Key, Refusals> recent;

    RefusalAudit(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.recent =
                Caffeine.newBuilder()
                        .maximumSize(MAX_REMEMBERED)
                        .expireAfterAccess(REMEMBERED)
                        .build();
    }

    /** Notes the refusals among outcomes. It never fails: the refusals stand, written or not. */
    void note(Caller caller, List<Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.isAdmitted()) {
                Row row = row(caller.namespace(), outcome);
                if (row != null) {
                    rows.add(row);
                }
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        try {
            write(caller, rows);
        } catch (ProblemException e) {
            LOG.warn("{} refusals of limits are not in audit_log: {}", rows.size(), e.detail());
        }
    }

    private void write(Caller caller, List<Row> rows) {
        transactions.write(
                caller.visibility(),
                handle -> {
                    for (Row row : rows) {
                        AuditLog.write(
                                handle,
                                caller.namespace(),
                                row.tenant(),
                                caller.keyId(),
                                "limit.refuse",
                                "limit/" + row.refused().limit(),
                                null,
                                Json.tree(row.refused()));
                    }
                    return rows.size();
                });
    }

    private @Nullable Row row(String namespace, Outcome outcome) {
        Assessment refusal = Assessment.deciding(outcome.refusing());
        LimitLine line = refusal.line();
        String tenant = line.tenant();
        var key = new Key(namespace, tenant, line.limit().key(), line.dimensions());
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        Refusals refusals = recent.get(key, unused -> new Refusals());
        long since = refusals.count.incrementAndGet();
        if (!refusals.isFirstIn(minute)) {
            return null;
        }
        refusals.count.addAndGet(-since);
        return new Row(
                tenant,
                new Refused(
                        line.limit().key(),
                        line.limit().meter(),
                        line.dimensions().isEmpty() ? null : line.dimensions(),
                        refusal.reason().name(),
                        Assessment.plain(refusal.usage()),
                        refusal.counted().reserved(),
                        line.limit().quantity(),
                        outcome.demand().wanted().get(0).quantity(),
                        since));
    }

    private record Key(String namespace, String tenant, String limit, String dimensions) {}

    private record Row(String tenant, Refused refused) {}

    /**
     * @param refusals since the row before this one, this one among them
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
            long refusals) {}

    private static final class Refusals {

        private final AtomicLong count = new AtomicLong();
        private Instant minute = Instant.MIN;

        synchronized boolean isFirstIn(Instant now) {
            boolean isFirst = now.isAfter(minute);
            minute = isFirst ? now : minute;
            return isFirst;
        }
    }
}
