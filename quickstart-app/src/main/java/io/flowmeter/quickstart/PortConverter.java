package io.flowmeter.quickstart;

import picocli.CommandLine.ITypeConverter;

/** The value of an option that is a port. */
final class PortConverter implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String value) {
        return WholeNumber.parse(value, 0, 65_535, "a port from 0 (any free one) to 65535")
                .intValue();
    }
}
