package io.flowmeter.job.store;

import io.flowmeter.core.meter.Dimensions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The two columns that canonical dimensions are stored in. */
final class DimensionsColumns {

    private DimensionsColumns() {}

    /** As SQL's {@code md5(canonical)}, whose 32 digits Postgres reads as a uuid. */
    static String hash(String canonical) {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which every Java must have", e);
        }
    }

    /** Null for the total. The hash keeps apart what replacing characters makes equal here. */
    static @Nullable String json(String canonical) {
        return canonical.equals(Dimensions.TOTAL) ? null : PostgresText.storableJson(canonical);
    }
}
