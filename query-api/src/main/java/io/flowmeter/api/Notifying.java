package io.flowmeter.api;

import io.flowmeter.api.catalog.SubscriptionCatalog;
import io.flowmeter.api.database.Database;
import io.flowmeter.api.database.DatabaseSignals;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.email.EmailChannel;
import io.flowmeter.api.email.EmailDispatcher;
import io.flowmeter.api.email.EmailRoutes;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.notification.BillingCycleNotices;
import io.flowmeter.api.notification.CrossingNotices;
import io.flowmeter.api.notification.NamespaceTask;
import io.flowmeter.api.notification.Notice;
import io.flowmeter.api.notification.NotificationKind;
import io.flowmeter.api.notification.NotificationRoutes;
import io.flowmeter.api.notification.Notifications;
import io.flowmeter.api.notification.Notifier;
import io.flowmeter.api.notification.PreferenceRoutes;
import io.flowmeter.api.webhook.DeliveryRoutes;
import io.flowmeter.api.webhook.EndpointRoutes;
import io.flowmeter.api.webhook.WebhookChannel;
import io.flowmeter.api.webhook.WebhookDispatcher;
import io.flowmeter.api.webhook.WebhookEndpoints;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the process that tells people: its notifier, and what it needs. */
final class Notifying implements AutoCloseable {

    /** Deliveries end in short transactions: a few connections do for many of them. */
    private static final int CONNECTIONS = 4;

    private final Database database;
    private final WebhookDispatcher webhooks;
    private final @Nullable EmailDispatcher emails;
    private final Notifier notifier;
    private final DatabaseSignals signals;

    Notifying(ApiConfig apiConfig, Clock clock) {
        NotificationConfig config = apiConfig.notifications();
        database =
                new Database(
                        "notifier",
                        CONNECTIONS,
                        apiConfig.databaseUrl(),
                        apiConfig.databaseUser(),
                        apiConfig.databasePassword());
        NamespaceTransactions transactions = database.transactions();
        var notifications = notifications(config, clock);
        var wake = new Wake();
        webhooks =
                new WebhookDispatcher(
                        transactions, notifications, config.webhooks(), clock, wake::run);
        emails =
                config.email() == null
                        ? null
                        : new EmailDispatcher(transactions, config.email(), clock, wake::run);
        List<NamespaceTask> tasks = new ArrayList<>();
        tasks.add(new CrossingNotices(transactions, notifications, config.keep(), clock));
        tasks.add(new BillingCycleNotices(transactions, notifications, clock));
        tasks.add(webhooks);
        if (emails != null) {
            tasks.add(emails);
        }
        notifier = new Notifier(transactions, tasks, clock);
        wake.notifier = notifier;
        notifier.start();
        signals = database.signals(Notifier.SIGNAL, notifier::wake);
    }

    /** What to publish to, for whoever has something to tell. */
    static Notifications notifications(NotificationConfig config, Clock clock) {
        return new Notifications(
                List.of(new WebhookChannel(), new EmailChannel(config.email() != null)), clock);
    }

    /** Tells of plans that are taken away. */
    static SubscriptionCatalog.Ends subscriptionEnds(NotificationConfig config, Clock clock) {
        var notifications = notifications(config, clock);
        return (handle, namespace, ended) ->
                notifications.publish(
                        handle,
                        namespace,
                        new Notice(
                                ended.tenant(),
                                NotificationKind.SUBSCRIPTION_CANCELLED,
                                String.valueOf(ended.version()),
                                "the subscription of "
                                        + ended.tenant()
                                        + " to "
                                        + ended.plan()
                                        + " ends at "
                                        + ended.endsAt(),
                                Json.tree(Map.of("plan", ended.plan(), "endsAt", ended.endsAt()))
                                        .deepCopy(),
                                ended.saidAt()));
    }

    static Routes routes(
            NotificationConfig config, Clock clock, NamespaceTransactions transactions) {
        return new Routes(
                new NotificationRoutes(transactions, clock),
                new PreferenceRoutes(transactions, clock),
                new EndpointRoutes(
                        transactions, new WebhookEndpoints(transactions, config.webhooks(), clock)),
                new DeliveryRoutes(transactions, clock),
                new EmailRoutes(transactions, clock));
    }

    @Override
    public void close() {
        signals.close();
        notifier.close();
        webhooks.close();
        if (emails != null) {
            emails.close();
        }
        database.close();
    }

    /** The resources about telling people. */
    record Routes(
            NotificationRoutes notifications,
            PreferenceRoutes preferences,
            EndpointRoutes endpoints,
            DeliveryRoutes deliveries,
            EmailRoutes emails) {}

    /** Wakes the notifier, which is made after those who wake it. */
    private static final class Wake {

        private volatile @Nullable Notifier notifier;

        void run() {
            Notifier made = notifier;
            if (made != null) {
                made.wake();
            }
        }
    }
}
