package io.flowmeter.api.notification;

import java.util.Arrays;
import java.util.Locale;

/** What a notification is about. On the wire and in tables in lower case. */
public enum NotificationKind {
    /** A threshold below 95 % of a limit, or one that has no limit, was crossed. */
    LIMIT_WARNING,
    /** A threshold from 95 % to below 100 % of a limit was crossed. */
    LIMIT_CRITICAL,
    /** A threshold of 100 % of a limit or more was crossed. */
    LIMIT_EXCEEDED,
    /** A quantity fell below a threshold it had crossed. */
    LIMIT_RECOVERED,
    /** A tenant's billing period ended. */
    BILLING_CYCLE_END,
    /** A payment of a tenant failed. */
    PAYMENT_FAILED,
    /** A tenant's plan is taken away. */
    SUBSCRIPTION_CANCELLED,
    /** A webhook endpoint was disabled because deliveries kept failing, or it asked for that. */
    WEBHOOK_ENDPOINT_DISABLED;

    /** The name on the wire: the {@code type} of a webhook. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name on the wire.
     *
     * @throws IllegalArgumentException naming the kinds there are
     */
    public static NotificationKind parse(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be one of "
                                                + Arrays.stream(values())
                                                        .map(NotificationKind::word)
                                                        .toList()
                                                + ", was \""
                                                + word
                                                + "\""));
    }
}
