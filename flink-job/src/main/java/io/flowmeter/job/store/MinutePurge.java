package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Deletes rows of minutes that have outlived their use: whoever asks for older usage gets
 * quarter-hours. How old is told by append time, the sink's watermark, so a replay of an old log
 * keeps its minutes as long as the first run did.
 */
final class MinutePurge {

    /** Bounds how long a checkpoint waits for one purge. */
    private static final int MAX_ROWS = 50_000;

    private MinutePurge() {}

    /**
     * In a transaction of its own.
     *
     * @return rows deleted
     */
    static int execute(Connection connection, Epoch epoch, long minuteAgeMillis)
            throws SQLException {
        if (epoch.watermarkMillis() <= minuteAgeMillis) {
            return 0; // No time has passed yet.
        }
        try (var statement =
                connection.prepareStatement(
                        "SELECT purge_minutes(?, timestamptz 'epoch' + ? * interval '1 millisecond', ?)")) {
            statement.setInt(1, epoch.generation());
            statement.setLong(2, epoch.watermarkMillis() - minuteAgeMillis);
            statement.setInt(3, MAX_ROWS);
            try (var result = statement.executeQuery()) {
                result.next();
                var deleted = result.getInt(1);
                connection.commit();
                return deleted;
            }
        }
    }
}
