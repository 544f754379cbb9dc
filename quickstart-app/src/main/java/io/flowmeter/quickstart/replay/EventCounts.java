package io.flowmeter.quickstart.replay;

import io.flowmeter.core.event.Verdict;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many events got which verdict, over all namespaces. Every event on the topic gets exactly
 * one, so their sum tells how far the job has come.
 */
public record EventCounts(Map<Verdict, Long> events) {

    public EventCounts {
        events = Map.copyOf(events);
    }

    /**
     * Reads the table {@code event_count}.
     *
     * @param user one that row-level security does not hold for
     */
    public static EventCounts read(String jdbcUrl, String user, String password) {
        Map<Verdict, Long> events = new EnumMap<>(Verdict.class);
        try (var connection = DriverManager.getConnection(jdbcUrl, user, password);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                SELECT verdict, sum(events)
                                  FROM event_count
                                 WHERE generation = active_generation()
                                 GROUP BY verdict
                                """)) {
            while (rows.next()) {
                events.put(Verdict.valueOf(rows.getString(1)), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not read event_count at " + jdbcUrl, e);
        }
        return new EventCounts(events);
    }

    public long of(Verdict verdict) {
        return events.getOrDefault(verdict, 0L);
    }

    public long total() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What came since an earlier reading. */
    public EventCounts since(EventCounts earlier) {
        Map<Verdict, Long> difference = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            difference.put(verdict, of(verdict) - earlier.of(verdict));
        }
        return new EventCounts(difference);
    }
}
