package io.flowmeter.api.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowmeter.api.ApiFixture;
import io.flowmeter.api.TestClock;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port for whoever has something to tell: payments and subscriptions come to it later. */
class PublishITCase {

    private static final Visibility DEFAULT = new Visibility("default", null);

    private final String url = EmbeddedDatabase.shared().freshDatabase();
    private final Database database = new Database(url, EmbeddedDatabase.shared().apiUser(), "");
    private final NamespaceTransactions transactions = database.transactions();
    private final List<Notification> enqueued = new ArrayList<>();
    private final Notifications notifications =
            new Notifications(
                    List.of((handle, namespace, notification) -> enqueued.add(notification)),
                    new TestClock(ApiFixture.NOW));

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void sameThingIsPublishedOnce() {
        assertThat(publish("acme", NotificationKind.PAYMENT_FAILED, "invoice 1")).isTrue();
        assertThat(publish("acme", NotificationKind.PAYMENT_FAILED, "invoice 1")).isFalse();
        assertThat(publish("globex", NotificationKind.PAYMENT_FAILED, "invoice 1")).isTrue();
        assertThat(publish("acme", NotificationKind.SUBSCRIPTION_CANCELLED, "invoice 1")).isTrue();
        assertThat(publish(null, NotificationKind.PAYMENT_FAILED, "invoice 1")).isTrue();
        assertThat(publish(null, NotificationKind.PAYMENT_FAILED, "invoice 1")).isFalse();

        assertThat(enqueued)
                .extracting(Notification::tenant)
                .containsExactly("acme", "globex", "acme", null);
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void callersRollbackTellsNobody() {
        assertThatThrownBy(
                        () ->
                                transactions.write(
                                        DEFAULT,
                                        handle -> {
                                            notifications.publish(
                                                    handle,
                                                    "default",
                                                    notice(
                                                            "acme",
                                                            NotificationKind.PAYMENT_FAILED,
                                                            "invoice 1"));
                                            throw new IllegalStateException("rolled back");
                                        }))
                .hasMessage("rolled back");

        assertThat(count()).isZero();
        assertThat(publish("acme", NotificationKind.PAYMENT_FAILED, "invoice 1")).isTrue();
    }

    @Test
    void anotherNamespaceCannotBeToldAnything() {
        assertThatThrownBy(
                        () ->
                                transactions.write(
                                        new Visibility("other", null),
                                        handle ->
                                                notifications.publish(
                                                        handle,
                                                        "default",
                                                        notice(
                                                                "acme",
                                                                NotificationKind.PAYMENT_FAILED,
                                                                "1"))))
                .hasStackTraceContaining("row-level security");
    }

    private boolean publish(String tenant, NotificationKind kind, String dedupeKey) {
        return transactions.write(
                DEFAULT,
                handle ->
                        notifications
                                .publish(handle, "default", notice(tenant, kind, dedupeKey))
                                .isPresent());
    }

    private static Notice notice(String tenant, NotificationKind kind, String dedupeKey) {
        return new Notice(
                tenant,
                kind,
                dedupeKey,
                "a payment failed",
                JsonNodeFactory.instance.objectNode().put("invoice", "in_1"),
                ApiFixture.NOW);
    }

    private long count() {
        return Jdbi.create(url, EmbeddedDatabase.shared().ownerUser(), "")
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT count(*) FROM notification")
                                        .mapTo(Long.class)
                                        .one());
    }
}
