package io.flowmeter.api.webhook;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.notification.DeliverySlots;
import io.flowmeter.api.notification.NamespaceTask;
import io.flowmeter.api.notification.Notifications;
import io.flowmeter.api.notification.RetrySchedule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts deliveries that are due, beside each other. A process that ends meanwhile leaves a
 * lease; when that ends, another attempts the delivery again, with the same webhook-id: a receiver
 * gets each notification at least once, and knows a repetition by its id.
 */
public final class WebhookDispatcher implements NamespaceTask, AutoCloseable {

    /** Longer than an attempt takes with its recording. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final int SLOTS = 32;
    private static final int PER_ENDPOINT = 4;
    private static final int FAILING_SLOTS = 16;

    private final NamespaceTransactions transactions;
    private final FailingEndpoints failingEndpoints;
    private final WebhookSender sender;
    private final RetrySchedule schedule = new RetrySchedule(new SecureRandom());
    private final Clock clock;
    private final WebhookLane lane;
    private final WebhookLane failingLane;

    /**
     * @param wake called when more may be attempted
     */
    public WebhookDispatcher(
            NamespaceTransactions transactions,
            Notifications notifications,
            WebhookSettings settings,
            Clock clock,
            Runnable wake) {
        this(
                transactions,
                notifications,
                new WebhookSender(
                        new AddressPolicy(settings.allowPrivate()),
                        new SecretBox(settings.secretKeys()),
                        clock),
                clock,
                wake);
    }

    WebhookDispatcher(
            NamespaceTransactions transactions,
            Notifications notifications,
            WebhookSender sender,
            Clock clock,
            Runnable wake) {
        this.transactions = transactions;
        failingEndpoints = new FailingEndpoints(notifications);
        this.sender = sender;
        this.clock = clock;
        lane = new WebhookLane("webhook", false, SLOTS, PER_ENDPOINT, wake);
        failingLane = new WebhookLane("failing-webhook", true, FAILING_SLOTS, 1, wake);
    }

    @Override
    public boolean run(String namespace) {
        for (WebhookLane one : List.of(lane, failingLane)) {
            int free = one.free();
            List<ClaimedDelivery> claimed = free == 0 ? List.of() : claim(namespace, one, free);
            for (ClaimedDelivery delivery : claimed) {
                one.submit(delivery.endpointId(), () -> deliver(namespace, delivery));
            }
        }
        return false; // Whoever frees a slot wakes the notifier.
    }

    List<ClaimedDelivery> claim(String namespace, int limit) {
        return claim(namespace, lane, limit);
    }

    private List<ClaimedDelivery> claim(String namespace, WebhookLane one, int limit) {
        Instant now = clock.instant();
        return transactions.write(
                new Visibility(namespace, null),
                handle -> {
                    DeliveryQueries.failUnwanted(handle, namespace, now);
                    return DeliveryClaims.claim(
                            handle, namespace, one, limit, now, now.plus(LEASE));
                });
    }

    private void deliver(String namespace, ClaimedDelivery delivery) {
        AttemptOutcome outcome = sender.send(delivery);
        DeliverySlots.record(() -> record(namespace, delivery, outcome));
    }

    void record(String namespace, ClaimedDelivery delivery, AttemptOutcome outcome) {
        Instant now = clock.instant();
        transactions.<Void>write(
                new Visibility(namespace, null),
                handle -> {
                    if (outcome.isSuccess()) {
                        DeliveryClaims.recordSuccess(handle, namespace, delivery, now);
                    } else {
                        fail(handle, namespace, delivery, outcome, now);
                    }
                    DeliveryClaims.insertAttempt(handle, namespace, delivery, outcome);
                    return null;
                });
    }

    private void fail(
            Handle handle,
            String namespace,
            ClaimedDelivery delivery,
            AttemptOutcome outcome,
            Instant now) {
        String error = Objects.requireNonNull(outcome.error());
        Instant next = delivery.isTest() ? null : next(delivery, outcome, now);
        LOG.info(
                "webhook {} to endpoint {} failed, attempt {}: {}; next {}",
                delivery.webhookId(),
                delivery.endpointId(),
                delivery.attempt(),
                error,
                next);
        // The endpoint before its deliveries, as everywhere: so transactions do not block each
        // other.
        if (!delivery.isTest() || outcome.isGone()) {
            failingEndpoints.recordFailure(handle, namespace, delivery.endpointId(), outcome, now);
        }
        DeliveryClaims.recordFailure(handle, namespace, delivery, error, next);
    }

    private @Nullable Instant next(ClaimedDelivery delivery, AttemptOutcome outcome, Instant now) {
        Duration asked = outcome.retryAfter() == null ? Duration.ZERO : outcome.retryAfter();
        return schedule.delayAfter(delivery.step())
                .map(delay -> delay.compareTo(asked) < 0 ? asked : delay)
                .map(now::plus)
                .orElse(null);
    }

    @Override
    public void close() {
        lane.close();
        failingLane.close();
        sender.close();
    }
}
