package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;

/**
 * Rows of {@code job_progress}: how far the log is in the tables. At any time the least watermark
 * over a sink's rows is true of all its tenants, and it never goes back; neither does a row's own
 * but when the parallelism changes. For a tenant may move between subtasks then, so all rows are
 * laid out anew, in one transaction, at the least watermark of those before. So are the rows of a
 * new sink, at 1970: one that has committed nothing must not be overlooked.
 */
final class JobProgress {

    private static final String ADVANCE =
            """
            UPDATE job_progress
               SET checkpoint_id = greatest(checkpoint_id, ?),
                   watermark = greatest(watermark,
                                        timestamptz 'epoch' + ? * interval '1 millisecond'),
                   committed_at = now()
             WHERE sink_uid = ? AND subtask = ? AND parallelism = ?
            """;

    private static final String LAY_OUT =
            """
            INSERT INTO job_progress AS stored (
                sink_uid, subtask, parallelism, checkpoint_id, watermark, committed_at)
            SELECT ?, subtask, ?, coalesce(past.checkpoint_id, 0),
                   coalesce(past.watermark, 'epoch'), now()
              FROM generate_series(0, ? - 1) AS subtask,
                   (SELECT min(checkpoint_id) AS checkpoint_id, min(watermark) AS watermark
                      FROM job_progress
                     WHERE sink_uid = ?) AS past
                ON CONFLICT (sink_uid, subtask)
                DO UPDATE SET parallelism = excluded.parallelism,
                              checkpoint_id = excluded.checkpoint_id,
                              watermark = excluded.watermark
             WHERE stored.parallelism <> excluded.parallelism
            """;

    private static final String REMOVE_BEYOND =
            "DELETE FROM job_progress WHERE sink_uid = ? AND subtask >= ?";

    private JobProgress() {}

    static void advance(Connection connection, Epoch epoch) throws SQLException {
        if (!advanceRow(connection, epoch)) {
            layOut(connection, epoch);
            if (!advanceRow(connection, epoch)) {
                throw new SQLException("job_progress has no row for " + epoch);
            }
        }
    }

    private static boolean advanceRow(Connection connection, Epoch epoch) throws SQLException {
        try (var statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, epoch.checkpointId());
            statement.setObject(2, epoch.watermarkMillisOrNull(), Types.BIGINT);
            statement.setString(3, epoch.sinkUid());
            statement.setInt(4, epoch.subtask());
            statement.setInt(5, epoch.parallelism());
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Of subtasks that do this at once, all but the first wait at row 0 for its transaction, then
     * find every row of their parallelism and leave it.
     */
    private static void layOut(Connection connection, Epoch epoch) throws SQLException {
        try (var layOut = connection.prepareStatement(LAY_OUT);
                var remove = connection.prepareStatement(REMOVE_BEYOND)) {
            layOut.setString(1, epoch.sinkUid());
            layOut.setInt(2, epoch.parallelism());
            layOut.setInt(3, epoch.parallelism());
            layOut.setString(4, epoch.sinkUid());
            layOut.executeUpdate();
            remove.setString(1, epoch.sinkUid());
            remove.setInt(2, epoch.parallelism());
            remove.executeUpdate();
        }
    }
}
