package io.flowmeter.quickstart;

import picocli.CommandLine.ITypeConverter;

/** The value of an option that counts a few things. */
final class PositiveIntConverter implements ITypeConverter<Integer> {

    private static final int MAX = 1_000_000;

    @Override
    public Integer convert(String value) {
        return WholeNumber.parse(value, 1, MAX, "a whole number from 1 to " + MAX).intValue();
    }
}
