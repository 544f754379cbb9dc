package io.flowmeter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.api.database.Database;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PurgingITCase {

    private final EmbeddedDatabase server = EmbeddedDatabase.shared();
    private final String url = server.freshDatabase();
    private final Jdbi owner = Jdbi.create(url, server.ownerUser(), "");
    private final Database database = new Database(url, server.apiUser(), "");
    private final TestClock clock = new TestClock(ApiFixture.NOW);
    private final Purging purging =
            new Purging(database.transactions(), Duration.ofDays(90), clock);

    @AfterEach
    void stop() {
        purging.close();
        database.close();
    }

    @Test
    void reservationsThatCountForNothingGo() {
        execute(
                """
                INSERT INTO reservation (namespace, tenant, id, meter, dimensions, quantity, occurs_at,
                    expires_at, appended_by, confirmed_at)
                SELECT namespace, 'acme', kind, 'calls', '', 0, now(), expires_at, appended_by, confirmed_at
                  FROM (VALUES ('expired', now(), NULL, NULL),
                               ('reserved', now() + interval '1 minute', NULL, NULL),
                               ('published', NULL, now(), NULL),
                               ('settled', NULL, TIMESTAMPTZ '2026-03-01Z', NULL),
                               ('confirmed', NULL, now(), now()),
                               ('confirmed long ago', NULL, now(), now() - interval '61 minutes'))
                       AS kinds (kind, expires_at, appended_by, confirmed_at)
                 CROSS JOIN (VALUES ('default'), ('other')) AS spaces (namespace)
                """);
        execute(
                """
                INSERT INTO job_progress (sink_uid, subtask, parallelism, checkpoint_id, watermark, committed_at)
                VALUES ('store', 0, 1, 1, '2026-03-20Z', now())
                """);

        assertThat(purging.reservations()).isEqualTo(6);

        assertThat(texts("SELECT DISTINCT id FROM reservation"))
                .containsExactlyInAnyOrder("reserved", "published", "confirmed");
        assertThat(purging.reservations()).isZero();
    }

    @Test
    void notificationsGoWithEverythingThatBecameOfThemOnceThatHasEnded() {
        notification("young", "2026-01-01Z", "DELIVERED", "SENT");
        notification("ended", "2025-12-01Z", "DELIVERED", "SENT");
        notification("given up", "2025-12-01Z", "FAILED", "UNKNOWN");
        notification("on its way", "2025-12-01Z", "PENDING", "SENT");
        notification("being mailed", "2025-12-01Z", "FAILED", "SENDING");
        execute(
                """
                INSERT INTO webhook_delivery (namespace, endpoint_id, kind, webhook_id, body, status,
                    next_attempt_at, created_at)
                SELECT 'default', id, 'webhook_test', 'test', '{}', 'FAILED', now(), '2025-12-01Z'
                  FROM webhook_endpoint LIMIT 1
                """);

        purging.notifications();

        assertThat(texts("SELECT summary FROM notification"))
                .containsExactlyInAnyOrder("young", "on its way", "being mailed");
        assertThat(texts("SELECT webhook_id FROM webhook_delivery"))
                .containsExactlyInAnyOrder("young", "on its way", "being mailed");
        assertThat(texts("SELECT error FROM webhook_attempt"))
                .containsExactlyInAnyOrder("young", "on its way", "being mailed");
        assertThat(texts("SELECT recipient FROM email_delivery")).hasSize(3);
        assertThat(purging.notifications()).isZero();
    }

    @Test
    void secretsThatSignNoMoreGo() {
        endpoint("2026-03-20T10:07:29Z");
        endpoint("2026-03-20T10:07:31Z");

        purging.notifications();

        assertThat(
                        texts(
                                "SELECT previous_secret_until FROM webhook_endpoint WHERE NOT previous_secret IS NULL"))
                .hasSize(1);
    }

    @Test
    void noAgeIsTooShortForWhatIsStillAttempted() {
        notification("of this week", "2026-03-14Z", "DELIVERED", "SENT");

        new Purging(database.transactions(), Duration.ZERO, clock).notifications();

        assertThat(texts("SELECT summary FROM notification")).hasSize(1);
    }

    @Test
    void nobodyElseMayPurge() {
        var job = Jdbi.create(url, server.jobUser(), "");

        assertThatThrownBy(
                        () ->
                                job.useHandle(
                                        handle ->
                                                handle.execute(
                                                        "SELECT purge_reservations(interval '0', 1)")))
                .hasStackTraceContaining("permission denied");
    }

    private void notification(String name, String createdAt, String webhook, String email) {
        endpoint(null);
        execute(
                """
                WITH told AS (
                    INSERT INTO notification (namespace, kind, dedupe_key, summary, data, in_app,
                        occurred_at, created_at)
                    VALUES ('default', 'limit_warning', ?, ?, '{}', true, now(), CAST(? AS timestamptz))
                    RETURNING id, created_at),
                posted AS (
                    INSERT INTO webhook_delivery (namespace, endpoint_id, notification_id, kind,
                        webhook_id, body, status, next_attempt_at, created_at)
                    SELECT 'default', (SELECT id FROM webhook_endpoint LIMIT 1), id, 'limit_warning', ?,
                           '{}', ?, now(), created_at FROM told
                    RETURNING id),
                mailed AS (
                    INSERT INTO email_delivery (namespace, notification_id, recipient, status,
                        next_attempt_at, created_at)
                    SELECT 'default', id, 'a@example.com', ?, now(), created_at FROM told)
                INSERT INTO webhook_attempt (namespace, delivery_id, attempt, started_at, duration_ms, error)
                SELECT 'default', id, 1, now(), 1, ? FROM posted
                """,
                name,
                name,
                createdAt,
                name,
                webhook,
                email,
                name);
    }

    private void endpoint(String previousUntil) {
        execute(
                """
                INSERT INTO webhook_endpoint (namespace, url, kinds, secret, previous_secret,
                    previous_secret_until, created_at, updated_at)
                SELECT 'default', 'https://example.com', '{}', '', CASE WHEN until IS NOT NULL THEN bytea '' END,
                       until, now(), now()
                  FROM (SELECT CAST(? AS timestamptz)) AS given (until)
                """,
                previousUntil);
    }

    private void execute(String sql, Object... values) {
        owner.useHandle(handle -> handle.execute(sql, values));
    }

    private List<String> texts(String sql) {
        return owner.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
