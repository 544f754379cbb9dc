package io.flowmeter.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A webhook endpoint on the wire.
 *
 * @param secret in the answer that makes it, and never again
 */
record EndpointResponse(
        UUID id,
        String url,
        List<String> kinds,
        @Nullable String tenant,
        @Nullable String description,
        boolean disabled,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason,
        @Nullable Instant failingSince,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static EndpointResponse of(WebhookEndpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointResponse of(WebhookEndpoint endpoint, @Nullable SigningSecret secret) {
        return new EndpointResponse(
                endpoint.id(),
                endpoint.url(),
                endpoint.kinds(),
                endpoint.tenant(),
                endpoint.description(),
                endpoint.isDisabled(),
                endpoint.disabledAt(),
                endpoint.disabledReason(),
                endpoint.failingSince(),
                endpoint.createdAt(),
                endpoint.updatedAt(),
                secret == null ? null : secret.text());
    }
}
