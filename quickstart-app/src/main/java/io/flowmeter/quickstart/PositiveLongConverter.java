package io.flowmeter.quickstart;

import picocli.CommandLine.ITypeConverter;

/** The value of an option that counts many things. */
final class PositiveLongConverter implements ITypeConverter<Long> {

    private static final long MAX = 1_000_000_000_000L;

    @Override
    public Long convert(String value) {
        return WholeNumber.parse(value, 1, MAX, "a whole number from 1 to " + MAX);
    }
}
