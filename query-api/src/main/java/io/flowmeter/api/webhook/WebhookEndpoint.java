package io.flowmeter.api.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A URL notifications are posted to. Its secrets stay in the table.
 *
 * @param tenant only notifications of this tenant; null: all of the namespace
 * @param kinds only notifications of these kinds; empty: all
 * @param failingSince null: the last attempt succeeded, or there was none
 * @param disabledReason null exactly if it is enabled
 */
record WebhookEndpoint(
        UUID id,
        @Nullable String tenant,
        String url,
        List<String> kinds,
        @Nullable String description,
        @Nullable Instant failingSince,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason,
        Instant createdAt,
        Instant updatedAt) {

    WebhookEndpoint {
        kinds = List.copyOf(kinds);
    }

    boolean isDisabled() {
        return disabledAt != null;
    }
}
