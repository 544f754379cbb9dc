package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** One epoch, all its chunks and tables, in one transaction: readers see all of it or nothing. */
final class EpochTransaction {

    private EpochTransaction() {}

    /**
     * Applies an epoch unless it was applied before. After an exception the transaction is still
     * open, or its outcome unknown: the connection must be closed, and the call may be repeated.
     *
     * @param batches every chunk of one epoch
     * @return false if the epoch was applied before
     */
    static boolean apply(Connection connection, Collection<EpochBatch> batches)
            throws SQLException {
        var epoch = requireWhole(batches);
        if (!EpochMarker.insert(connection, epoch)) {
            connection.rollback();
            return false;
        }
        var rows = RowsByTable.of(batches);
        AggregateUpsert.execute(connection, epoch.generation(), rows.aggregates());
        RollingUpsert.execute(connection, epoch.generation(), rows.rollingValues());
        EventCountUpsert.execute(connection, epoch.generation(), rows.counts());
        ConflictInsert.execute(connection, rows.conflicts());
        AuditInsert.execute(connection, rows.audits());
        CrossingInsert.execute(connection, epoch.generation(), rows.crossings());
        ReservationUpdate.execute(connection, rows.reservations());
        JobProgress.advance(connection, epoch);
        connection.commit();
        return true;
    }

    /** Marking an epoch of which a chunk is missing would lose that chunk for ever. */
    private static Epoch requireWhole(Collection<EpochBatch> batches) {
        var epoch = batches.iterator().next().epoch();
        var chunks = batches.stream().mapToInt(EpochBatch::chunk).distinct().count();
        if (chunks != epoch.chunks() || batches.size() != epoch.chunks()) {
            throw new IllegalStateException(
                    String.format(
                            "%s must be committed whole: has %d chunks, was given %s",
                            epoch, epoch.chunks(), batches));
        }
        return epoch;
    }
}
