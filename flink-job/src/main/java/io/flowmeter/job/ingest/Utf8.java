package io.flowmeter.job.ingest;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 without replacing anything: overlong forms and surrogates are errors too. */
final class Utf8 {
    private Utf8() {}

    /**
     * @throws RejectedEventException UNPARSABLE with line and column of the first wrong byte
     */
    static String decode(byte[] utf8, String what) throws RejectedEventException {
        String text = new String(utf8, StandardCharsets.UTF_8);
        // The decoder above is the fast one; only where it may have replaced something look again.
        if (text.indexOf(RecordHeaders.REPLACEMENT) >= 0) {
            requireValid(utf8, what);
        }
        return text;
    }

    private static void requireValid(byte[] utf8, String what) throws RejectedEventException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CharBuffer valid = CharBuffer.allocate(utf8.length);
        if (decoder.decode(bytes, valid, true).isError()) {
            String before = valid.flip().toString();
            long line = 1 + before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            throw new RejectedEventException(
                    RejectionReason.UNPARSABLE,
                    String.format(
                            "%s must be UTF-8, has byte 0x%02X at line %d, column %d (byte %d)",
                            what, utf8[bytes.position()], line, column, bytes.position() + 1));
        }
    }
}
