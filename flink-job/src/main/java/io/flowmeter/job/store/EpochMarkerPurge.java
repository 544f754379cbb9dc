package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Deletes the markers of epochs that no restore can bring again. A savepoint holds the epoch it was
 * taken with, so a marker must outlive every savepoint that is kept: 30 days, the longest the
 * operations guide allows for restoring in place. An older savepoint, restored all the same, does
 * no harm: its rows have lower revisions than those stored, or positions stored already.
 */
final class EpochMarkerPurge {

    /** Bounds how long a checkpoint waits for one purge after a long pause. */
    private static final int MAX_MARKERS = 50_000;

    private static final String DELETE =
            """
            DELETE FROM sink_epoch
             WHERE epoch IN (
                   SELECT epoch
                     FROM sink_epoch
                    WHERE sink_uid = ?
                      AND committed_at < now() - interval '30 days'
                    ORDER BY committed_at
                    LIMIT ?)
            """;

    private EpochMarkerPurge() {}

    /**
     * In a transaction of its own.
     *
     * @return markers deleted
     */
    static int execute(Connection connection, String sinkUid) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, sinkUid);
            statement.setInt(2, MAX_MARKERS);
            var deleted = statement.executeUpdate();
            connection.commit();
            return deleted;
        }
    }
}
