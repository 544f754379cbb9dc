package io.flowmeter.api.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell, not yet stored.
 *
 * @param tenant whom it concerns; null: the whole namespace
 * @param dedupeKey what happened; of one namespace, tenant and kind each key is notified once
 * @param summary one sentence for people
 * @param data what a program needs to know; together below 16 kB
 * @param occurredAt when it happened
 */
public record Notice(
        @Nullable String tenant,
        NotificationKind kind,
        String dedupeKey,
        String summary,
        ObjectNode data,
        Instant occurredAt) {}
