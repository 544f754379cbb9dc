package io.flowmeter.api.webhook;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.api.notification.NotificationKind;
import io.flowmeter.core.event.UsageEvent;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook endpoint as somebody wants it.
 *
 * @param kinds empty: every kind
 */
record EndpointDefinition(
        @Nullable String tenant,
        String url,
        List<String> kinds,
        @Nullable String description,
        boolean disabled) {

    private static final int MAX_URL = 2_048;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_WORD = 64;
    private static final int MAX_DESCRIPTION = 1_024;

    /**
     * Reads a body; a field that is not in it stays what it was.
     *
     * @param before null: there was none
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static EndpointDefinition read(
            @Nullable WebhookEndpoint before, JsonBody body, AddressPolicy policy) {
        String url = before == null ? body.requiredText("url", MAX_URL) : before.url();
        if (body.has("url")) {
            String given = body.requiredText("url", MAX_URL);
            checkUrl(body, given, policy);
            url = given;
        }
        String tenant = before == null ? null : before.tenant();
        if (body.has("tenant")) {
            tenant = body.text("tenant", UsageEvent.MAX_ATTRIBUTE_LENGTH);
        }
        String description = before == null ? null : before.description();
        if (body.has("description")) {
            description = body.text("description", MAX_DESCRIPTION);
        }
        Boolean disabled = body.flag("disabled");
        List<String> kinds = before == null || body.has("kinds") ? kinds(body) : before.kinds();
        body.noOtherFields();
        body.throwIfWrong();
        boolean wasDisabled = before != null && before.isDisabled();
        return new EndpointDefinition(
                tenant, url, kinds, description, disabled == null ? wasDisabled : disabled);
    }

    private static List<String> kinds(JsonBody body) {
        List<String> kinds = body.texts("kinds", MAX_WORD);
        for (String kind : kinds) {
            try {
                NotificationKind.parse(kind);
            } catch (IllegalArgumentException e) {
                body.wrong("kinds", String.valueOf(e.getMessage()));
            }
        }
        if (new HashSet<>(kinds).size() < kinds.size()) {
            body.wrong("kinds", "must be different");
        }
        return kinds;
    }

    private static void checkUrl(JsonBody body, String text, AddressPolicy policy) {
        if (text.isEmpty()) {
            return; // It was noted already.
        }
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            body.wrong("url", "must be a URL");
            return;
        }
        boolean isHttp = "http".equals(url.getScheme()) && policy.allowsHttp();
        if (!"https".equals(url.getScheme()) && !isHttp) {
            body.wrong("url", "must begin with https://");
        } else if (url.getHost() == null || url.getHost().isEmpty()) {
            body.wrong("url", "must name a host");
        } else if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            body.wrong("url", "must have a port from 1 to " + MAX_PORT);
        } else if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            body.wrong("url", "must have neither a user nor a fragment");
        } else if (policy.isRefusedLiteral(url.getHost(), !isHttp)) {
            body.wrong("url", "must not name an address that is not public");
        }
    }
}
