package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierRightsITCase {

    private final EmbeddedDatabase server = EmbeddedDatabase.shared();
    private final String url = server.freshDatabase();
    private final Jdbi owner = Jdbi.create(url, server.ownerUser(), "");
    private final Jdbi api = Jdbi.create(url, server.apiUser(), "");
    private final Jdbi job = Jdbi.create(url, server.jobUser(), "");

    @Test
    void notifierLearnsNamespacesAndNothingElse() {
        owner.useHandle(
                handle ->
                        handle.execute(
                                "INSERT INTO namespace (namespace, recorded_at) VALUES ('other', now())"));
        new CrossingFixture(owner, "other").crossed("acme", "80%");

        List<String> due =
                api.withHandle(
                        handle ->
                                handle.createQuery("SELECT notifier_namespaces(now())")
                                        .mapTo(String.class)
                                        .list());

        assertThat(due).containsExactly("other");
        assertThat(rows("threshold_crossing")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT notifier_namespaces(now())",
                "SELECT * FROM notification",
                "SELECT secret FROM webhook_endpoint",
                "SELECT * FROM email_delivery"
            })
    void jobMayDoNoneOfIt(String sql) {
        assertThatThrownBy(() -> job.useHandle(handle -> handle.execute(sql)))
                .hasStackTraceContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE notification SET summary = ''",
                "DELETE FROM notification",
                "UPDATE webhook_delivery SET body = ''",
                "DELETE FROM webhook_delivery",
                "UPDATE webhook_attempt SET error = ''",
                "UPDATE email_delivery SET recipient = ''",
                "UPDATE threshold_crossing SET quantity = 0"
            })
    void apiCannotRewriteWhatHappened(String sql) {
        assertThatThrownBy(() -> api.useHandle(handle -> handle.execute(sql)))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void everyTableHidesOtherNamespaces() {
        for (String table :
                List.of(
                        "notification",
                        "notification_preference",
                        "webhook_endpoint",
                        "webhook_delivery",
                        "webhook_attempt",
                        "email_delivery",
                        "billing_cycle_cursor")) {
            boolean isGuarded =
                    owner.withHandle(
                            handle ->
                                    handle.createQuery(
                                                    """
                                                    SELECT relrowsecurity FROM pg_class
                                                     WHERE relname = :table
                                                    """)
                                            .bind("table", table)
                                            .mapTo(Boolean.class)
                                            .one());
            assertThat(isGuarded).as(table).isTrue();
            assertThat(rows(table)).as(table).isZero();
        }
    }

    @Test
    void jobMayWriteCrossingsThoughATriggerReadsThem() {
        int inserted =
                job.withHandle(
                        handle ->
                                handle.execute(
                                        """
                                        INSERT INTO threshold_crossing (namespace, tenant, limit_key,
                                            limit_window, window_start, dimensions_hash, threshold,
                                            direction, ordinal, generation, meter, quantity, occurred_at)
                                        VALUES ('default', 'acme', 'k', 'PERIOD', now(),
                                            CAST(md5('') AS uuid), '80%', 'CROSSED', 1, 0, 'm', 1, now())
                                        """));

        assertThat(inserted).isOne();
    }

    private long rows(String table) {
        return api.withHandle(
                handle ->
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Long.class)
                                .one());
    }
}
