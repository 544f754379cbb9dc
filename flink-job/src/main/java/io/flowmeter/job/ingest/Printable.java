package io.flowmeter.job.ingest;

/** Text from a producer, made fit for one line of a log, a table or an answer. */
final class Printable {
    private static final int MAX_QUOTE_LENGTH = 64;
    private static final int MAX_TEXT_LENGTH = 512;

    private Printable() {}

    /** A payload's text as a message may repeat it: its beginning. */
    static String quote(String payload) {
        return cut(payload, MAX_QUOTE_LENGTH);
    }

    /** A whole message: of bounded length, what cannot be printed or encoded is escaped. */
    static String text(String message) {
        String cut = cut(message, MAX_TEXT_LENGTH);
        StringBuilder printable = new StringBuilder(cut.length());
        cut.codePoints()
                .forEach(
                        c -> {
                            boolean isSurrogate = c >= 0xD800 && c <= 0xDFFF; // then unpaired
                            if (Character.isISOControl(c) || isSurrogate) {
                                printable.append(String.format("\\u%04X", c));
                            } else {
                                printable.appendCodePoint(c);
                            }
                        });
        return printable.toString();
    }

    /** False where half of a surrogate pair stands alone: UTF-8 cannot hold it. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
