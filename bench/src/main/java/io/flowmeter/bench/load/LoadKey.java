package io.flowmeter.bench.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/** An API key of one namespace, {@code um_live_<id>_<secret>}, valid for everything in it. */
record LoadKey(String namespace, String id, String secret) {

    static LoadKey random(String namespace) {
        var random = new SecureRandom();
        return new LoadKey(namespace, hex(random, 8), hex(random, 24));
    }

    /** What a client sends. */
    String text() {
        return "um_live_" + id + "_" + secret;
    }

    void allow(Connection owner) throws SQLException {
        try (var insert =
                owner.prepareStatement(
                        """
                        INSERT INTO api_key (id, namespace, secret_hash, scopes)
                        VALUES (?, ?, ?, ARRAY['ingest', 'read', 'manage'])
                        """)) {
            insert.setString(1, id);
            insert.setString(2, namespace);
            insert.setBytes(3, sha256(secret));
            insert.executeUpdate();
        }
    }

    @Override
    public String toString() {
        return "LoadKey[" + id + "]"; // never the secret
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
