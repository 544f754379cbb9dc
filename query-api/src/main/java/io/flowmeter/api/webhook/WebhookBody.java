package io.flowmeter.api.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is posted: {@code {"type":…,"timestamp":…,"data":{…}}}. */
final class WebhookBody {

    /** Standard Webhooks, "Payload size": smaller than 20 kB. */
    static final int MAX_BYTES = 20_000;

    private WebhookBody() {}

    /** Header {@code webhook-id}: stable, and without a full stop. */
    static String webhookId(UUID id) {
        return "msg_" + id.toString().replace("-", "");
    }

    /** With all its data; of one that would be too large, what is needed to ask for it. */
    static String of(Notification notification) {
        String type = notification.kind().word();
        ObjectNode data = head(notification);
        data.setAll((ObjectNode) notification.data().deepCopy());
        String body = write(type, notification.occurredAt(), data);
        if (body.getBytes(StandardCharsets.UTF_8).length < MAX_BYTES) {
            return body;
        }
        ObjectNode least = head(notification).put("truncated", true);
        return write(type, notification.occurredAt(), least);
    }

    /** To try whether an endpoint can be reached and verifies what it gets. */
    static String test(@Nullable String tenant, Instant now) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("tenant", tenant);
        data.put("summary", "This is a test: nothing happened.");
        return write("webhook_test", now, data);
    }

    private static ObjectNode head(Notification notification) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("notificationId", notification.id().toString())
                .put("tenant", notification.tenant())
                .put("summary", notification.summary());
    }

    private static String write(String type, Instant timestamp, ObjectNode data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", type).put("timestamp", timestamp.toString()).set("data", data);
        return Json.write(body);
    }
}
