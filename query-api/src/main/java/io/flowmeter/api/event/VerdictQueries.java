package io.flowmeter.api.event;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Progress;
import io.flowmeter.api.database.Visibility;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads how many events of a namespace got which verdict. */
public final class VerdictQueries {

    private final NamespaceTransactions transactions;
    private final Clock clock;

    public VerdictQueries(NamespaceTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    VerdictsResponse select(Visibility visibility) {
        return transactions.read(
                visibility,
                handle ->
                        VerdictsResponse.of(
                                counts(handle, visibility), Progress.read(handle, clock)));
    }

    private static List<Count> counts(Handle handle, Visibility visibility) {
        return handle.createQuery(
                        """
                        SELECT verdict, detail, events
                          FROM event_count
                         WHERE namespace = :namespace
                           AND generation = active_generation() AND events > 0
                         ORDER BY verdict, detail
                        """)
                .bind("namespace", visibility.namespace())
                .map(
                        (row, context) ->
                                new Count(
                                        row.getString("verdict"),
                                        row.getString("detail"),
                                        row.getLong("events")))
                .list();
    }

    /** One row of event_count. */
    record Count(String verdict, String detail, long events) {}
}
