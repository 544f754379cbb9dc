package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;

/** Rows of {@code sink_epoch}: which epochs are applied. */
final class EpochMarker {

    private static final String INSERT =
            """
            INSERT INTO sink_epoch (sink_uid, subtask, checkpoint_id, epoch, watermark)
            VALUES (?, ?, ?, ?, timestamptz 'epoch' + ? * interval '1 millisecond')
                ON CONFLICT DO NOTHING
            """;

    private EpochMarker() {}

    /**
     * Marks an epoch as applied by this transaction. If another transaction is applying it, waits
     * for its end.
     *
     * @return false if it was applied before
     */
    static boolean insert(Connection connection, Epoch epoch) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, epoch.sinkUid());
            statement.setInt(2, epoch.subtask());
            statement.setLong(3, epoch.checkpointId());
            statement.setObject(4, epoch.id());
            statement.setObject(5, epoch.watermarkMillisOrNull(), Types.BIGINT);
            return statement.executeUpdate() == 1;
        }
    }
}
