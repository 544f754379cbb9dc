package io.flowmeter.api.webhook;

import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.DatabaseSignals;
import io.flowmeter.api.notification.CrossingNotices;
import io.flowmeter.api.notification.NamespaceTask;
import io.flowmeter.api.notification.NotificationChannel;
import io.flowmeter.api.notification.Notifications;
import io.flowmeter.api.notification.Notifier;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A notifier as one API process has it, with connections of its own. */
final class NotifierInstance implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(2);

    final WebhookDispatcher dispatcher;
    final CrossingNotices crossings;
    private final Database database;
    private final Notifier notifier;
    private final AtomicReference<DatabaseSignals> signals = new AtomicReference<>();

    NotifierInstance(String databaseUrl, Clock clock) {
        this(databaseUrl, clock, (handle, namespace, notification) -> {});
    }

    /**
     * @param meanwhile runs in the transaction that publishes, after each notification
     */
    NotifierInstance(String databaseUrl, Clock clock, NotificationChannel meanwhile) {
        database = new Database(databaseUrl, EmbeddedDatabase.shared().apiUser(), "");
        var transactions = database.transactions();
        var notifications = new Notifications(List.of(new WebhookChannel(), meanwhile), clock);
        var loopback = new AddressPolicy(List.of(AddressRange.parse("127.0.0.0/8")));
        var sender =
                new WebhookSender(
                        loopback,
                        new SecretBox(List.of()),
                        clock,
                        InetAddress::getAllByName,
                        TIMEOUT);
        crossings = new CrossingNotices(transactions, notifications, Duration.ofDays(90), clock);
        dispatcher = new WebhookDispatcher(transactions, notifications, sender, clock, this::wake);
        notifier = new Notifier(transactions, List.<NamespaceTask>of(crossings, dispatcher), clock);
    }

    /** Works by itself from now on, but hears no signals of Postgres. */
    NotifierInstance startedDeaf() {
        notifier.start();
        return this;
    }

    /** Works by itself from now on. */
    NotifierInstance started() {
        notifier.start();
        signals.set(database.signals(Notifier.SIGNAL, this::wake));
        return this;
    }

    void wake() {
        notifier.wake();
    }

    @Override
    public void close() {
        if (signals.get() != null) {
            signals.get().close();
        }
        notifier.close();
        dispatcher.close();
        database.close();
    }
}
