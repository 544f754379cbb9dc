package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.NamespaceTransactions;
import java.time.Clock;
import java.time.Duration;

/** Puts together what answers about entitlements: one memory of limits, one way to decide. */
public final class Entitlements implements AutoCloseable {

    private final TermsCache terms;
    private final EntitlementRoutes routes;
    private final EventAdmissions admissions;
    private final EventReservations reservations;
    private final LimitStatus status;
    private final RefusalAudit audit;

    /**
     * @param staleAfter numbers older than this are too old to tell
     */
    public Entitlements(NamespaceTransactions transactions, Clock clock, Duration staleAfter) {
        terms = new TermsCache(clock);
        var blind = new BlindAdmission(terms);
        var reader = new LimitReader(clock, staleAfter);
        var deciding = new Admissions(transactions, terms, reader, clock);
        audit = new RefusalAudit(transactions, clock);
        var entitlements = new EntitlementReader(transactions, terms, reader, clock);
        routes =
                new EntitlementRoutes(
                        entitlements,
                        new EntitlementChecks(deciding, blind, audit, clock),
                        new EntitlementBatch(transactions, terms, entitlements),
                        new ReservationRelease(transactions));
        admissions = new EventAdmissions(deciding, blind, audit);
        reservations = new EventReservations(transactions);
        status = new LimitStatus(transactions, terms, reader, clock);
    }

    public EntitlementRoutes routes() {
        return routes;
    }

    /** For events that are to be enforced. */
    public EventAdmissions admissions() {
        return admissions;
    }

    /** For events of which the client made a reservation. */
    public EventReservations reservations() {
        return reservations;
    }

    /** For requests that ask what is left. */
    public LimitStatus status() {
        return status;
    }

    /** What the catalog said of the namespace before is not to be believed any more. */
    public void catalogChanged(String namespace) {
        terms.changed(namespace);
    }

    /** Writes down refusals that are not written down yet. */
    @Override
    public void close() {
        audit.close();
    }
}
