package io.flowmeter.api.openmeter;

import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.core.event.Fingerprint;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * The ULID by which OpenMeter's clients may know a meter (github.com/ulid/spec): made of when it
 * was created and its key, so it needs no column and never changes.
 */
final class OpenMeterId {

    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;
    private static final int BITS_PER_CHARACTER = 5;
    private static final int RANDOM_BITS = 80;

    private OpenMeterId() {}

    static boolean isId(String text) {
        return ULID.matcher(text).matches();
    }

    static String of(String namespace, MeterVersion meter) {
        Fingerprint print = Fingerprint.of(namespace, meter.rule().key());
        byte[] hash =
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(print.high())
                        .putLong(print.low())
                        .array();
        BigInteger bits =
                BigInteger.valueOf(meter.createdAt().toEpochMilli())
                        .shiftLeft(RANDOM_BITS)
                        .or(new BigInteger(1, hash, 0, RANDOM_BITS / Byte.SIZE));
        var id = new StringBuilder(LENGTH);
        for (int i = LENGTH - 1; i >= 0; i--) {
            id.append(
                    CROCKFORD[
                            bits.shiftRight(i * BITS_PER_CHARACTER).intValue()
                                    & (CROCKFORD.length - 1)]);
        }
        return id.toString();
    }
}
