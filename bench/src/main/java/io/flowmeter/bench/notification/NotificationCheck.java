package io.flowmeter.bench.notification;

import io.flowmeter.bench.notification.WebhookReceiver.Message;
import io.flowmeter.bench.notification.WebhookReceiver.Received;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether every crossing was told exactly once: one notification of the right kind; for it one
 * delivery per endpoint that asked for its like; and each delivery received, whose repetitions the
 * receiver knows by their id. That the crossings themselves are right, the oracle shows.
 */
public final class NotificationCheck {
    private static final int SHOWN = 50;

    private final Connection connection;
    private final List<String> namespaces;
    private final Map<Message, Received> received;
    private final List<String> problems = new ArrayList<>();
    private long problemCount;
    private final SortedMap<String, Long> byWindow = new TreeMap<>();
    private long notifications;

    private NotificationCheck(
            Connection connection, Collection<String> namespaces, Map<Message, Received> received) {
        this.connection = connection;
        this.namespaces = List.copyOf(namespaces);
        this.received = received;
    }

    /**
     * Compares the tables with what was received.
     *
     * @param ownerJdbcUrl names the schema's owner: nothing is hidden from it
     * @param namespaces those whose endpoints were there before their first notification
     */
    public static NotificationOutcome check(
            String ownerJdbcUrl, Collection<String> namespaces, WebhookReceiver receiver)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(ownerJdbcUrl)) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var check = new NotificationCheck(connection, namespaces, receiver.received());
            return check.outcome();
        }
    }

    /** How many crossings are not told yet, and how many deliveries are on their way. */
    public static long underWay(String ownerJdbcUrl) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ownerJdbcUrl);
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                """
                                SELECT (SELECT count(*) FROM threshold_crossing
                                         WHERE notified_at IS NULL
                                           AND generation = active_generation())
                                       + (SELECT count(*) FROM webhook_delivery
                                           WHERE status = 'PENDING')
                                """)) {
            row.next();
            return row.getLong(1);
        }
    }

    private NotificationOutcome outcome() throws SQLException {
        tellings();
        Map<Message, Long> expected = deliveries();
        expected.forEach(
                (message, count) -> {
                    Received got = received.get(message);
                    if (count != 1 || got == null || !got.isSame()) {
                        problem(message + ": " + count + " deliveries, received " + got);
                    }
                });
        received.keySet().stream()
                .filter(message -> !expected.containsKey(message))
                .forEach(message -> problem(message + " was received, there is no delivery"));
        long requests = received.values().stream().mapToLong(Received::times).sum();
        return new NotificationOutcome(
                byWindow.values().stream().mapToLong(Long::longValue).sum(),
                byWindow,
                notifications,
                expected.size(),
                requests - received.size(),
                problemCount,
                problems);
    }

    /** Each crossing with its notifications, and notifications without a crossing. */
    private void tellings() throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        SELECT coalesce(c.place, n.place) AS place, c.place IS NOT NULL AS is_real,
                               c.limit_window, c.direction, c.threshold, c.limit_quantity, c.threshold_quantity,
                               count(n.place) AS told, min(n.kind) AS kind,
                               bool_and(n.quantity = c.quantity
                                        AND n.occurred_at = c.occurred_at) AS is_same
                          FROM (SELECT concat_ws(' ', namespace, tenant, meter, limit_key, limit_window,
                                           window_start, dimensions_hash, threshold, direction,
                                           ordinal) AS place, *
                                  FROM threshold_crossing
                                 WHERE generation = active_generation()
                                   AND namespace = ANY (?)) AS c
                          FULL JOIN
                               (SELECT concat_ws(' ', namespace, tenant, key->>0, key->>1, key->>2,
                                           (key->>3)::timestamptz, key->>4, key->>5, key->>6,
                                           key->>7) AS place,
                                       kind, occurred_at, (data->>'quantity')::numeric AS quantity
                                  FROM (SELECT *, CASE WHEN kind LIKE 'limit%'
                                                       THEN dedupe_key::jsonb END AS key
                                          FROM notification) AS notification
                                 WHERE key IS NOT NULL AND namespace = ANY (?)) AS n
                               ON n.place = c.place
                         GROUP BY 1, 2, 3, 4, 5, 6, 7
                        """)) {
            query.setArray(1, connection.createArrayOf("text", namespaces.toArray()));
            query.setArray(2, connection.createArrayOf("text", namespaces.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    telling(Telling.of(rows));
                }
            }
        }
    }

    private void telling(Telling telling) {
        if (telling.isReal()) {
            byWindow.merge(telling.window() + " " + telling.direction(), 1L, Long::sum);
        }
        notifications += telling.told();
        if (!telling.isRight()) {
            problem(telling.toString());
        }
    }

    /** How many deliveries each endpoint was to get of each notification it asked for. */
    private Map<Message, Long> deliveries() throws SQLException {
        Map<Message, Long> deliveries = new HashMap<>();
        try (var query =
                connection.prepareStatement(
                        """
                        SELECT e.url, coalesce(d.webhook_id, 'none of ' || n.id) AS webhook_id, d.status
                          FROM webhook_endpoint AS e
                          JOIN notification AS n ON n.namespace = e.namespace
                               AND (e.tenant IS NULL OR e.tenant = n.tenant)
                               AND (cardinality(e.kinds) = 0 OR n.kind = ANY (e.kinds))
                          FULL JOIN webhook_delivery AS d ON d.namespace = n.namespace
                               AND d.endpoint_id = e.id AND d.notification_id = n.id
                         WHERE coalesce(d.namespace, n.namespace) = ANY (?)
                        """)) {
            query.setArray(1, connection.createArrayOf("text", namespaces.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    String url = rows.getString("url");
                    String path = url == null ? "nowhere" : URI.create(url).getPath();
                    var message = new Message(path, rows.getString("webhook_id"));
                    deliveries.merge(message, 1L, Long::sum);
                    if (!"DELIVERED".equals(rows.getString("status"))) {
                        problem(message + " is " + rows.getString("status"));
                    }
                }
            }
        }
        return deliveries;
    }

    private void problem(String sentence) {
        problemCount++;
        if (problems.size() < SHOWN) {
            problems.add(sentence);
        }
    }
}
