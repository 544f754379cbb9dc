package io.flowmeter.core.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of a SHA-256: identities and contents are compared by it. Producers cannot
 * choose colliding inputs, and among 10^12 events an accidental collision has a probability of
 * 10^-15.
 */
public record Fingerprint(long high, long low) implements Comparable<Fingerprint> {
    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(Fingerprint::sha256);

    /**
     * Fingerprint of a list of texts; each is preceded by its length, so parts cannot run together.
     */
    public static Fingerprint of(String... parts) {
        MessageDigest digest = SHA_256.get();
        digest.reset();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(hash.getLong(), hash.getLong());
    }

    @Override
    public int compareTo(Fingerprint other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
