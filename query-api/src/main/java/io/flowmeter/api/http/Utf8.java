package io.flowmeter.api.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 and percent-encoding: what is malformed is refused, never replaced. */
public final class Utf8 {

    private Utf8() {}

    /**
     * @throws CharacterCodingException if the bytes are not UTF-8
     */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /**
     * Undoes percent-encoding (RFC 3986, section 2.1).
     *
     * @param plusIsSpace as in queries
     * @throws CharacterCodingException if an escape is incomplete or the octets are not UTF-8
     */
    public static String decodePercent(String text, boolean plusIsSpace)
            throws CharacterCodingException {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit((char) raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit((char) raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new CharacterCodingException();
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' && plusIsSpace ? ' ' : raw[i]);
            }
        }
        return decode(bytes.toByteArray());
    }

    /**
     * Whether Postgres and Kafka can hold this text as it is: no U+0000, no half of a surrogate
     * pair.
     */
    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
