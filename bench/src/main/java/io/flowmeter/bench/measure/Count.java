package io.flowmeter.bench.measure;

import java.util.Locale;

/** Numbers of things, as people say them. */
public final class Count {
    private Count() {}

    /** {@code "1 fault"}, {@code "1,200 faults"}. */
    public static String of(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
