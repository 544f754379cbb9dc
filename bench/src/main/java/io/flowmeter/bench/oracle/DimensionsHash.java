package io.flowmeter.bench.oracle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code usage_aggregate.dimensions_hash}: md5 of the canonical dimensions, as a uuid. */
final class DimensionsHash {
    private DimensionsHash() {}

    static String of(String dimensions) {
        try {
            byte[] md5 =
                    MessageDigest.getInstance("MD5")
                            .digest(dimensions.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(md5)
                    .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
