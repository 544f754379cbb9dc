package io.flowmeter.api.webhook;

import java.util.List;

/**
 * What the configuration says of outgoing webhooks.
 *
 * @param secretKeys AES-256 keys that close signing secrets, see {@link SecretBox}; never printed
 * @param allowPrivate addresses that may be reached although they are private, and over http
 */
public record WebhookSettings(List<byte[]> secretKeys, List<AddressRange> allowPrivate) {

    public WebhookSettings {
        secretKeys = List.copyOf(secretKeys);
        allowPrivate = List.copyOf(allowPrivate);
    }

    @Override
    public String toString() {
        return "WebhookSettings[secretKeys="
                + secretKeys.size()
                + ", allowPrivate="
                + allowPrivate
                + "]";
    }
}
