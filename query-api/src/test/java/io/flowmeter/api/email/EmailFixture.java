package io.flowmeter.api.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.notification.CrossingFixture;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Jdbi;

/** A database whose tenants want limit warnings mailed to two recipients. */
final class EmailFixture {

    final TestClock clock = new TestClock(ApiFixture.NOW);
    final Jdbi owner;
    final CrossingFixture crossings;
    private final String url = EmbeddedDatabase.shared().freshDatabase();

    EmailFixture() {
        owner = Jdbi.create(url, EmbeddedDatabase.shared().ownerUser(), "");
        crossings = new CrossingFixture(owner, "default");
        owner.useHandle(
                handle ->
                        handle.execute(
                                """
                                INSERT INTO notification_preference
                                SELECT 'default', t, 'limit_warning', 'EMAIL', true,
                                       ARRAY ['a@example.com', 'b@example.com'], now()
                                  FROM (SELECT 't' || generate_series(1, 50) UNION SELECT 'acme <&>')
                                       AS tenants (t)
                                """));
    }

    EmailInstance instance(int smtpPort) {
        return new EmailInstance(url, smtpPort, clock);
    }

    ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    void awaitStatus(String expected) {
        soon().untilAsserted(() -> assertThat(statuses()).isEqualTo(expected));
    }

    String statuses() {
        return text("status");
    }

    String errors() {
        return text("coalesce(last_error, '')");
    }

    private String text(String column) {
        return owner.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT coalesce(string_agg("
                                                + column
                                                + ", ',' ORDER BY tenant, recipient), '')"
                                                + " FROM email_delivery")
                                .mapTo(String.class)
                                .one());
    }

    long count(String status) {
        return owner.withHandle(
                handle ->
                        handle.createQuery(
                                        "SELECT count(*) FROM email_delivery WHERE status = :status")
                                .bind("status", status)
                                .mapTo(Long.class)
                                .one());
    }
}
