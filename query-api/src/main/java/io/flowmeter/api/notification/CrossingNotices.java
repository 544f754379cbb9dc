package io.flowmeter.api.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Rows;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.threshold.LimitWindow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a notification of every threshold crossing. The row is marked in the same transaction,
 * so that none is told twice and none is forgotten. One that is older than notifications are kept
 * is no news: another generation may have found it again, and who was told of it is not known any
 * more.
 */
public final class CrossingNotices implements NamespaceTask {

    /** Small, so that the first of many are on their way soon. */
    private static final int BATCH = 50;

    private final NamespaceTransactions transactions;
    private final Notifications notifications;
    private final Duration keep;
    private final Clock clock;

    /**
     * @param keep how long notifications are kept
     */
    public CrossingNotices(
            NamespaceTransactions transactions,
            Notifications notifications,
            Duration keep,
            Clock clock) {
        this.transactions = transactions;
        this.notifications = notifications;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public boolean run(String namespace) {
        return transactions.write(
                new Visibility(namespace, null),
                handle -> {
                    Instant now = clock.instant();
                    var crossings = claim(handle, namespace, now);
                    crossings.stream()
                            .filter(crossing -> crossing.occurredAt().isAfter(now.minus(keep)))
                            .sorted(ThresholdCrossing.BY_TIME)
                            .forEach(
                                    crossing ->
                                            notifications.publish(
                                                    handle, namespace, crossing.notice()));
                    return crossings.size() == BATCH;
                });
    }

    /** Marks the oldest that nobody else works on; other transactions skip them from then on. */
    private static List<ThresholdCrossing> claim(Handle handle, String namespace, Instant now) {
        return handle.createQuery(
                        """
                        WITH claimed AS MATERIALIZED (
                            SELECT ctid AS place FROM threshold_crossing
                             WHERE namespace = :namespace AND notified_at IS NULL
                               AND generation = active_generation()
                             ORDER BY recorded_at
                             LIMIT :limit
                               FOR UPDATE SKIP LOCKED)
                        UPDATE threshold_crossing SET notified_at = :now
                          FROM claimed
                         WHERE threshold_crossing.ctid = claimed.place
                        RETURNING threshold_crossing.*
                        """)
                .bind("namespace", namespace)
                .bind("limit", BATCH)
                .bind("now", now)
                .map((row, context) -> crossing(row))
                .list();
    }

    private static ThresholdCrossing crossing(ResultSet row) throws SQLException {
        return new ThresholdCrossing(
                row.getString("tenant"),
                row.getString("limit_key"),
                row.getString("meter"),
                LimitWindow.valueOf(row.getString("limit_window")),
                Rows.instant(row, "window_start"),
                Rows.instantOrNull(row, "window_end"),
                row.getString("dimensions_hash"),
                json(row.getString("dimensions")),
                row.getString("threshold"),
                row.getString("direction").equals("RECOVERED"),
                row.getInt("ordinal"),
                row.getBigDecimal("limit_quantity"),
                row.getBigDecimal("threshold_quantity"),
                row.getBigDecimal("quantity"),
                Rows.instant(row, "occurred_at"));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : Json.stored(text);
    }
}
