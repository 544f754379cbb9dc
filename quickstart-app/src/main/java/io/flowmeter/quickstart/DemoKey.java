package io.flowmeter.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The API key of a quickstart for one namespace, {@code um_live_<id>_<secret>}: random for each
 * data directory and kept in it, readable by its owner only.
 */
record DemoKey(String id, String secret) {

    private static final String PREFIX = "um_live_";

    /** The key kept in this file; a new one if there is no such file yet. */
    static DemoKey of(Path file) throws IOException {
        if (!Files.exists(file)) {
            var random = new SecureRandom();
            var key = new DemoKey(hex(random, 8), hex(random, 24));
            key.keep(file);
            return key;
        }
        String[] parts = Files.readString(file).strip().substring(PREFIX.length()).split("_", 2);
        return new DemoKey(parts[0], parts[1]);
    }

    /** What a client sends. */
    String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Makes the key valid for everything in the namespace; again is harmless. */
    void allow(Connection owner, String namespace) throws SQLException {
        try (var insert =
                owner.prepareStatement(
                        """
                        INSERT INTO api_key (id, namespace, secret_hash, scopes)
                        VALUES (?, ?, ?, ARRAY['ingest', 'read', 'manage'])
                        ON CONFLICT (id) DO NOTHING
                        """)) {
            insert.setString(1, id);
            insert.setString(2, namespace);
            insert.setBytes(3, sha256(secret));
            insert.executeUpdate();
        }
    }

    /** Moved into place whole, so that a start that is killed leaves no half of a key. */
    private void keep(Path file) throws IOException {
        Path directory = Files.createDirectories(file.getParent());
        Path draft =
                Files.createTempFile(
                        directory,
                        "new",
                        ".key",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text() + System.lineSeparator());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "DemoKey[" + id + "]"; // never the secret
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
