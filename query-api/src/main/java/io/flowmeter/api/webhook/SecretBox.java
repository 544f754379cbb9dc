package io.flowmeter.api.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes secrets before they are stored, so that the database alone does not give them away. The
 * form is that of {@code webhook_endpoint.secret}. Without a key it stores them open.
 */
public final class SecretBox {

    /** Length of a key, in bytes: AES-256. */
    public static final int KEY_BYTES = 32;

    private static final byte OPEN = 0;
    private static final byte CLOSED = 1;
    private static final int KEY_ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final List<byte[]> keys;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keys the first one closes, each opens; none: secrets are stored open
     */
    public SecretBox(List<byte[]> keys) {
        this.keys = keys.stream().map(byte[]::clone).toList();
    }

    byte[] close(byte[] secret, UUID owner) {
        if (keys.isEmpty()) {
            return ByteBuffer.allocate(1 + secret.length).put(OPEN).put(secret).array();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] key = keys.get(0);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, key, nonce, owner).doFinal(secret);
            return ByteBuffer.allocate(1 + KEY_ID_BYTES + NONCE_BYTES + closed.length)
                    .put(CLOSED)
                    .put(keyId(key))
                    .put(nonce)
                    .put(closed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * @throws GeneralSecurityException if the key is not configured, or the secret is another
     *     endpoint's or was changed
     */
    byte[] open(byte[] stored, UUID owner) throws GeneralSecurityException {
        int body = 1 + KEY_ID_BYTES + NONCE_BYTES;
        boolean isOpen = stored.length > 1 && stored[0] == OPEN;
        if (!isOpen && stored.length <= body) {
            throw new GeneralSecurityException("what is stored is no secret");
        }
        if (isOpen) {
            return Arrays.copyOfRange(stored, 1, stored.length);
        }
        byte[] id = Arrays.copyOfRange(stored, 1, 1 + KEY_ID_BYTES);
        byte[] nonce = Arrays.copyOfRange(stored, 1 + KEY_ID_BYTES, body);
        for (byte[] key : keys) {
            if (Arrays.equals(keyId(key), id)) {
                return cipher(Cipher.DECRYPT_MODE, key, nonce, owner)
                        .doFinal(stored, body, stored.length - body);
            }
        }
        throw new GeneralSecurityException(
                "the key that closed the secret is not in FLOWMETER_SECRETS_KEY");
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, UUID owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] keyId(byte[] key) throws GeneralSecurityException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), KEY_ID_BYTES);
    }
}
