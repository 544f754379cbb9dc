package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.http.ProblemException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Changes the catalog, one transaction after the other, and tells who believes to know it. */
public final class CatalogTransactions {

    private final NamespaceTransactions transactions;
    private final Consumer<String> onChange;

    /**
     * @param onChange hears the namespace once the change is committed, or may be
     */
    public CatalogTransactions(NamespaceTransactions transactions, Consumer<String> onChange) {
        this.transactions = transactions;
        this.onChange = onChange;
    }

    /** Changes the catalog. */
    interface Change<T> {

        /**
         * @param now when the change is recorded at
         */
        T make(Handle handle, Instant now);
    }

    /**
     * @throws ProblemException DATABASE_UNAVAILABLE, or what the change throws
     */
    <T> T write(Caller caller, Change<T> change) {
        try {
            return transactions.write(
                    caller.visibility(),
                    handle -> change.make(handle, CatalogChange.begin(handle)));
        } finally {
            onChange.accept(caller.namespace());
        }
    }
}
