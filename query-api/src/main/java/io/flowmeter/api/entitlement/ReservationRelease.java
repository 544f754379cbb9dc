package io.flowmeter.api.entitlement;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.util.UUID;

/** Gives back what was reserved and will not be used. */
final class ReservationRelease {

    private final NamespaceTransactions transactions;

    ReservationRelease(NamespaceTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * @throws ProblemException RESERVATION_NOT_FOUND, also if it expired or its event was published
     */
    void release(Caller caller, UUID id) {
        int released =
                transactions.write(
                        caller.visibility(),
                        handle -> ReservationQueries.release(handle, caller.namespace(), id));
        if (released == 0) {
            throw notFound(id.toString());
        }
    }

    static ProblemException notFound(String id) {
        return new ProblemException(
                ProblemCode.RESERVATION_NOT_FOUND,
                "there is no reservation "
                        + id
                        + " that could be released: it never was, expired,"
                        + " was released, or its event was published");
    }
}
