package io.flowmeter.bench.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One crossing that was told to one endpoint, and everything that can be wrong with it. */
class NotificationCheckITCase {
    private final String url = EmbeddedDatabase.shared().freshDatabase() + "?user=postgres";
    private final HttpClient http = HttpClient.newHttpClient();
    private Connection owner;
    private WebhookReceiver receiver;

    @BeforeEach
    void tellOneCrossing() throws Exception {
        owner = DriverManager.getConnection(url);
        receiver = WebhookReceiver.start();
        try (var statement = owner.createStatement()) {
            statement.execute(TOLD.replace(":url", receiver.address().resolve("/all").toString()));
        }
        post("/all", "msg_1", "{}");
    }

    @AfterEach
    void stop() throws SQLException {
        receiver.close();
        owner.close();
    }

    @Test
    void whatWasToldOnceIsExact() throws Exception {
        post("/all", "msg_1", "{}");

        NotificationOutcome outcome = check();

        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.isExact()).isTrue();
        assertThat(outcome.crossings()).isOne();
        assertThat(outcome.byWindow()).containsOnlyKeys("PERIOD CROSSED");
        assertThat(outcome.notifications()).isOne();
        assertThat(outcome.deliveries()).isOne();
        assertThat(outcome.repeated()).isOne();
        assertThat(NotificationCheck.underWay(url)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM webhook_delivery; DELETE FROM notification WHERE kind LIKE 'limit%'",
                "UPDATE notification SET kind = 'limit_critical' WHERE kind LIKE 'limit%'",
                "UPDATE notification SET occurred_at = now() WHERE kind LIKE 'limit%'",
                "UPDATE notification SET data = '{\"quantity\":\"9\"}' WHERE kind LIKE 'limit%'",
                "UPDATE threshold_crossing SET ordinal = 2",
                "UPDATE threshold_crossing SET threshold = '94%'",
                "UPDATE webhook_delivery SET status = 'FAILED'",
                "UPDATE webhook_delivery SET webhook_id = 'msg_9' WHERE webhook_id = 'msg_1'",
                "DELETE FROM webhook_delivery WHERE webhook_id = 'msg_1'",
                "UPDATE webhook_endpoint SET kinds = '{limit_critical}'",
                """
                INSERT INTO notification (namespace, tenant, kind, dedupe_key, summary, data,
                    in_app, occurred_at, created_at)
                SELECT namespace, tenant, kind, dedupe_key || ' ', summary, data, in_app,
                       occurred_at, created_at
                  FROM notification WHERE kind LIKE 'limit%'
                """
            })
    void anythingElseIsAProblem(String change) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute(change);
        }

        assertThat(check().isExact()).isFalse();
    }

    @Test
    void messageThatSaysAnotherThingTheSecondTimeIsAProblem() throws Exception {
        post("/all", "msg_1", "{\"other\":1}");

        assertThat(check().isExact()).isFalse();
    }

    @Test
    void messageNobodyKnowsOfIsAProblem() throws Exception {
        post("/other", "msg_1", "{}");

        assertThat(check().isExact()).isFalse();
    }

    @Test
    void whatIsNotMarkedIsUnderWay() throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute("UPDATE threshold_crossing SET notified_at = NULL");
        }

        assertThat(NotificationCheck.underWay(url)).isOne();
    }

    private NotificationOutcome check() throws SQLException {
        return NotificationCheck.check(url, List.of("default"), receiver);
    }

    private void post(String path, String id, String body)
            throws IOException, InterruptedException {
        URI to = receiver.address().resolve(path);
        http.send(
                HttpRequest.newBuilder(to)
                        .header("webhook-id", id)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.discarding());
    }

    private static final String TOLD =
            """
            INSERT INTO threshold_crossing (
                generation, namespace, tenant, meter, limit_key, limit_window, window_start,
                dimensions_hash, threshold, direction, ordinal, limit_quantity,
                threshold_quantity, quantity, occurred_at, notified_at)
            VALUES (0, 'default', 'acme', 'requests', 'all requests', 'PERIOD',
                    '2026-11-01 00:00Z', md5('')::uuid, '100%', 'CROSSED', 1, 10, 10, 11,
                    '2026-11-21 12:00Z', now());
            INSERT INTO notification (namespace, id, tenant, kind, dedupe_key, summary, data,
                in_app, occurred_at, created_at)
            VALUES ('default', md5('n')::uuid, 'acme', 'limit_exceeded',
                    '["requests","all requests","PERIOD","2026-11-01T00:00:00Z","' || md5('')::uuid
                        || '","100%","CROSSED",1]',
                    'acme reached it', '{"quantity":11}', true, '2026-11-21 12:00Z', now()),
                   ('default', md5('b')::uuid, 'acme', 'billing_cycle_end', '2026-11-01',
                    'a period ended', '{}', true, '2026-11-01 00:00Z', now());
            INSERT INTO webhook_endpoint (namespace, id, url, kinds, secret, created_at, updated_at)
            VALUES ('default', md5('e')::uuid, ':url', '{limit_exceeded}', '', now(), now());
            INSERT INTO webhook_delivery (namespace, endpoint_id, notification_id, tenant, kind,
                webhook_id, body, status, next_attempt_at, created_at)
            VALUES ('default', md5('e')::uuid, md5('n')::uuid, 'acme', 'limit_exceeded', 'msg_1',
                    '{}', 'DELIVERED', now(), now());
            """;
}
