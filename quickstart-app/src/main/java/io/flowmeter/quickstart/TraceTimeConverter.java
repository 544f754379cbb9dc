package io.flowmeter.quickstart;

import io.flowmeter.quickstart.QuickstartCommand.TraceTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --trace-time}. */
final class TraceTimeConverter implements ITypeConverter<TraceTime> {

    @Override
    public TraceTime convert(String value) {
        return switch (value) {
            case "shifted" -> TraceTime.SHIFTED;
            case "original" -> TraceTime.ORIGINAL;
            default ->
                    throw new TypeConversionException(
                            "expected shifted or original, was '" + value + "'");
        };
    }
}
