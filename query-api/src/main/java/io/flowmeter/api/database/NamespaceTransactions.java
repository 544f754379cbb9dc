package io.flowmeter.api.database;

import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.core.transaction.UnableToManipulateTransactionIsolationLevelException;
import org.jspecify.annotations.Nullable;

/**
 * Runs all SQL of the API. Each transaction names its namespace and tenant in settings that end
 * with it; row-level security (sql/V002__usage.sql) shows it no other rows, even where a WHERE is
 * missing.
 */
public final class NamespaceTransactions {

    /** This process stood still in the middle of a transaction, and Postgres ended it. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private final Jdbi jdbi;

    public NamespaceTransactions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Reads; every statement of the work sees the same state of the tables.
     *
     * @throws ProblemException DATABASE_UNAVAILABLE
     */
    public <T> T read(Visibility visibility, HandleCallback<T, RuntimeException> work) {
        return run(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    show(visibility, handle);
                    return work.withHandle(handle);
                });
    }

    /**
     * Writes; each statement sees what was committed before it began.
     *
     * @throws ProblemException DATABASE_UNAVAILABLE
     */
    public <T> T write(Visibility visibility, HandleCallback<T, RuntimeException> work) {
        return run(
                TransactionIsolationLevel.READ_COMMITTED,
                handle -> {
                    show(visibility, handle);
                    return work.withHandle(handle);
                });
    }

    /**
     * Reads what belongs to no namespace; rows that do are not visible.
     *
     * @throws ProblemException DATABASE_UNAVAILABLE
     */
    public <T> T readWithoutNamespace(HandleCallback<T, RuntimeException> work) {
        return run(
                TransactionIsolationLevel.READ_COMMITTED,
                handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    return work.withHandle(handle);
                });
    }

    /**
     * Calls functions that change rows of every namespace; the rows themselves are not visible.
     *
     * @throws ProblemException DATABASE_UNAVAILABLE
     */
    public <T> T writeWithoutNamespace(HandleCallback<T, RuntimeException> work) {
        return run(TransactionIsolationLevel.READ_COMMITTED, work);
    }

    private static void show(Visibility visibility, Handle handle) {
        handle.createQuery(
                        """
                        SELECT set_config('flowmeter.namespace', :namespace, true) AS namespace,
                               set_config('flowmeter.tenant', :tenant, true) AS tenant
                        """)
                .bind("namespace", visibility.namespace())
                .bind("tenant", visibility.tenant() == null ? "" : visibility.tenant())
                .mapToMap()
                .one();
    }

    private <T> T run(
            TransactionIsolationLevel isolation, HandleCallback<T, RuntimeException> work) {
        try {
            return jdbi.inTransaction(isolation, work);
        } catch (JdbiException e) {
            if (isUnavailable(e)) {
                throw new ProblemException(
                        ProblemCode.DATABASE_UNAVAILABLE,
                        "Postgres did not answer in time, or could not do it now; try again");
            }
            throw e;
        }
    }

    /**
     * Connection lost or refused (classes 08, 53 and 57), no free one in the pool, or the loser of
     * a deadlock (class 40).
     */
    private static boolean isUnavailable(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // The second comes after a connection was lost within a transaction, and hides that.
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof UnableToManipulateTransactionIsolationLevelException) {
                return true;
            }
            if (cause instanceof SQLException sql && isUnavailable(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnavailable(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.equals(IDLE_IN_TRANSACTION)
                        || sqlState.startsWith("40")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57"));
    }
}
