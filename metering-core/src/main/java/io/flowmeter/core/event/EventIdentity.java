package io.flowmeter.core.event;

/**
 * What makes two usage events the same event: time and content are not part of it, so a retry is
 * recognised whatever the producer stamped on it.
 */
public record EventIdentity(String namespace, String tenant, String source, String id) {

    /** The 128 bits that stand for this identity in keys and state. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(namespace, tenant, source, id);
    }
}
