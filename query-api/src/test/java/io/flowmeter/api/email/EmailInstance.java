package io.flowmeter.api.email;

import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.DatabaseSignals;
import io.flowmeter.api.notification.CrossingNotices;
import io.flowmeter.api.notification.NamespaceTask;
import io.flowmeter.api.notification.Notifications;
import io.flowmeter.api.notification.Notifier;
import io.flowmeter.embedded.EmbeddedDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A notifier that sends e-mail, as one API process has it. */
final class EmailInstance implements AutoCloseable {

    private final Database database;
    private final EmailDispatcher dispatcher;
    private final Notifier notifier;
    private final DatabaseSignals signals;

    EmailInstance(String databaseUrl, int smtpPort, Clock clock) {
        database = new Database(databaseUrl, EmbeddedDatabase.shared().apiUser(), "");
        var transactions = database.transactions();
        var notifications = new Notifications(List.of(new EmailChannel(true)), clock);
        var settings = EmailSettings.parse("smtp://127.0.0.1:" + smtpPort, "flowmeter@example.com");
        dispatcher = new EmailDispatcher(transactions, settings, clock, this::wake);
        notifier =
                new Notifier(
                        transactions,
                        List.<NamespaceTask>of(
                                new CrossingNotices(
                                        transactions, notifications, Duration.ofDays(90), clock),
                                dispatcher),
                        clock);
        notifier.start();
        signals = database.signals(Notifier.SIGNAL, this::wake);
    }

    void wake() {
        notifier.wake();
    }

    @Override
    public void close() {
        signals.close();
        notifier.close();
        dispatcher.close();
        database.close();
    }
}
