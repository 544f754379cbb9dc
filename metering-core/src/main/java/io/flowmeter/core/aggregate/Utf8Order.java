package io.flowmeter.core.aggregate;

/** The order of texts by their UTF-8 bytes, as Postgres has it under {@code COLLATE "C"}. */
final class Utf8Order {
    private Utf8Order() {}

    /** UTF-8 orders as code points do; {@link String#compareTo} differs beyond the basic plane. */
    static int compare(String left, String right) {
        int at = 0;
        while (at < left.length() && at < right.length()) {
            int a = left.codePointAt(at);
            int b = right.codePointAt(at);
            if (a != b) {
                return Integer.compare(a, b);
            }
            at += Character.charCount(a);
        }
        return Integer.compare(left.length(), right.length());
    }
}
