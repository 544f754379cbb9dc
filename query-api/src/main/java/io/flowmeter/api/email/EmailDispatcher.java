package io.flowmeter.api.email;

import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.database.Visibility;
import io.flowmeter.api.notification.DeliverySlots;
import io.flowmeter.api.notification.NamespaceTask;
import io.flowmeter.api.notification.RetrySchedule;
import jakarta.mail.MessagingException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends e-mails that are due. SMTP has no way to ask whether a message has arrived, so each is
 * marked SENDING just before it is handed over: a process that ends earlier leaves it to be sent by
 * another; one that ends between handing over and recording leaves it UNKNOWN, and nobody sends it
 * a second time by itself. So does a server that ends the conversation without a reply.
 */
public final class EmailDispatcher implements NamespaceTask, AutoCloseable {

    /** Longer than connecting takes, and than sending takes with its recording. */
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(EmailDispatcher.class);
    private static final int SLOTS = 4;

    private final NamespaceTransactions transactions;
    private final EmailSettings settings;
    private final Clock clock;
    private final RetrySchedule schedule = new RetrySchedule(new SecureRandom());
    private final DeliverySlots slots;

    /**
     * @param wake called when more may be sent
     */
    public EmailDispatcher(
            NamespaceTransactions transactions,
            EmailSettings settings,
            Clock clock,
            Runnable wake) {
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
        slots = new DeliverySlots("email", SLOTS, wake);
    }

    @Override
    public boolean run(String namespace) {
        int free = slots.free();
        if (free > 0) {
            Instant now = clock.instant();
            transactions
                    .write(
                            new Visibility(namespace, null),
                            handle ->
                                    EmailClaims.claim(
                                            handle, namespace, free, now, now.plus(LEASE)))
                    .forEach(email -> slots.submit(() -> deliver(namespace, email)));
        }
        return false; // Whoever frees a slot wakes the notifier.
    }

    private void deliver(String namespace, ClaimedEmail email) {
        if (email.isAmbiguous()) {
            fail(namespace, email, "UNKNOWN", "the process ended while it was sending", null);
            return;
        }
        try (SmtpConnection connection = SmtpConnection.open(settings)) {
            var message = EmailMessage.of(connection.session(), settings, email, clock.instant());
            if (beginSending(namespace, email)) {
                hand(namespace, email, connection, message);
            }
        } catch (MessagingException e) {
            // Nothing was handed over: whatever is wrong with the server or our login may pass.
            failForNow(namespace, email, "no SMTP connection: " + e.getMessage());
        }
    }

    private boolean beginSending(String namespace, ClaimedEmail email) {
        return transactions.write(
                new Visibility(namespace, null),
                handle ->
                        EmailClaims.beginSending(
                                handle, namespace, email, clock.instant().plus(LEASE)));
    }

    private void hand(
            String namespace, ClaimedEmail email, SmtpConnection connection, EmailMessage message) {
        try {
            connection.send(message);
        } catch (MessagingException e) {
            Optional<SmtpErrors.Reply> reply = SmtpErrors.reply(e);
            if (reply.isEmpty()) {
                fail(namespace, email, "UNKNOWN", "no reply to the message: " + e, null);
            } else if (reply.get().isPermanent()) {
                fail(namespace, email, "FAILED", reply.get().text(), null);
            } else {
                failForNow(namespace, email, reply.get().text());
            }
            return;
        }
        DeliverySlots.record(
                () ->
                        transactions.<Boolean>write(
                                new Visibility(namespace, null),
                                handle -> {
                                    EmailClaims.recordSent(
                                            handle, namespace, email, clock.instant());
                                    return true;
                                }));
    }

    private void failForNow(String namespace, ClaimedEmail email, String error) {
        Instant next =
                schedule.delayAfter(email.attempt())
                        .map(delay -> clock.instant().plus(delay))
                        .orElse(null);
        fail(namespace, email, next == null ? "FAILED" : "PENDING", error, next);
    }

    private void fail(
            String namespace,
            ClaimedEmail email,
            String status,
            String error,
            @Nullable Instant next) {
        LOG.warn("e-mail {} is {}, attempt {}: {}", email.id(), status, email.attempt(), error);
        DeliverySlots.record(
                () ->
                        transactions.<Boolean>write(
                                new Visibility(namespace, null),
                                handle -> {
                                    EmailClaims.recordFailure(
                                            handle, namespace, email, status, error, next);
                                    return true;
                                }));
    }

    @Override
    public void close() {
        slots.close();
    }
}
