package io.flowmeter.job.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads every number over and over and notes each one that went back. */
final class PollingReader implements AutoCloseable {

    private static final String NUMBERS =
            """
            SELECT 'usage ' || tenant, quantity::bigint FROM usage_aggregate
             UNION ALL
            SELECT 'rolling ' || tenant, revision FROM rolling_usage
             UNION ALL
            SELECT 'events', revision FROM event_count
             UNION ALL
            SELECT 'conflicts', count(*) FROM event_conflict
             UNION ALL
            SELECT 'progress', (extract(epoch FROM min(watermark)) * 1000)::bigint
              FROM job_progress
            HAVING count(*) > 0
            """;

    private final Connection connection;
    private final Thread thread;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> stepsBack = new ArrayList<>();
    private final Map<String, Long> last = new HashMap<>();

    PollingReader(StoreDatabase database) throws SQLException {
        connection = database.connect();
        thread = new Thread(this::read, "polling-reader");
        thread.start();
    }

    /** Stops reading. */
    List<String> stepsBack() {
        stop();
        return stepsBack;
    }

    /** How often a number was seen to grow. */
    int changes() {
        return changes.get();
    }

    @Override
    public void close() throws SQLException {
        stop();
        connection.close();
    }

    private void stop() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the reader stops", e);
        }
    }

    private void read() {
        try (var query = connection.prepareStatement(NUMBERS)) {
            while (!stopped.get()) {
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        see(rows.getString(1), rows.getLong(2));
                    }
                }
            }
        } catch (SQLException e) {
            stepsBack.add("the reader failed: " + e);
        }
    }

    private void see(String name, long now) {
        var before = last.put(name, now);
        if (before != null && now < before) {
            stepsBack.add(name + " from " + before + " to " + now);
        }
        if (before == null || now > before) {
            changes.incrementAndGet();
        }
    }
}
