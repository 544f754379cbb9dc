package io.flowmeter.quickstart;

import picocli.CommandLine.TypeConversionException;

/** A number as a person types it. */
final class WholeNumber {

    private WholeNumber() {}

    /**
     * Reads it.
     *
     * @throws TypeConversionException saying what was expected; picocli adds the option's name
     */
    static Long parse(String text, long min, long max, String expected) {
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new TypeConversionException("expected " + expected + ", was '" + text + "'");
    }
}
