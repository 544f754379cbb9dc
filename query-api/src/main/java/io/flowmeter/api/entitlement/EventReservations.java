package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.ProblemException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps reservations whose events clients publish now, until the job has counted the events. */
public final class EventReservations {

    private static final Logger LOG = LoggerFactory.getLogger(EventReservations.class);

    private final NamespaceTransactions transactions;

    EventReservations(NamespaceTransactions transactions) {
        this.transactions = transactions;
    }

    /** An event and the reservation it names. */
    public record Published(String tenant, UUID reservation) {}

    /**
     * The reservations do not expire any more. Without Postgres they may: usage that happened must
     * be recorded all the same, so this never fails a request.
     */
    public void publish(Caller caller, List<Published> published) {
        if (published.isEmpty()) {
            return;
        }
        try {
            transactions.write(
                    caller.visibility(),
                    handle -> {
                        ReservationQueries.publish(
                                handle,
                                caller.namespace(),
                                published.stream().map(Published::tenant).toList(),
                                published.stream().map(Published::reservation).toList());
                        return published.size();
                    });
        } catch (ProblemException e) {
            LOG.warn(
                    "{} reservations of published events may expire before the job counts them: {}",
                    published.size(),
                    e.detail());
        }
    }
}
