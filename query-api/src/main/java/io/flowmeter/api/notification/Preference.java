package io.flowmeter.api.notification;

import java.util.List;

/**
 * Whether a tenant wants a kind of notification on a channel.
 *
 * @param recipients of e-mails; empty otherwise
 */
record Preference(
        NotificationKind kind, ChannelName channel, boolean enabled, List<String> recipients) {

    Preference {
        recipients = List.copyOf(recipients);
    }
}
