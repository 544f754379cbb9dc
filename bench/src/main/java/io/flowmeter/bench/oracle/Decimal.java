package io.flowmeter.bench.oracle;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quantities in events: decimals that {@code numeric(38, 18)} holds, never through a double. */
final class Decimal {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final int MAX_LENGTH = 128;

    private Decimal() {}

    /**
     * A value that is to be counted.
     *
     * @throws RefusedException VALUE_NOT_A_NUMBER or VALUE_OUT_OF_RANGE
     */
    static BigDecimal quantity(String text) throws RefusedException {
        if (!NUMBER.matcher(text).matches()) {
            throw new RefusedException("VALUE_NOT_A_NUMBER");
        }
        BigDecimal number = find(text);
        if (number == null) {
            throw new RefusedException("VALUE_OUT_OF_RANGE");
        }
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long digitsBeforePoint = (long) number.precision() - number.scale();
        if (digitsBeforePoint > 20 || number.stripTrailingZeros().scale() > 18) {
            throw new RefusedException("VALUE_OUT_OF_RANGE");
        }
        return number;
    }

    /** The number a text writes; null if it writes none, or one past all bounds. */
    static @Nullable BigDecimal find(String text) {
        if (text.length() > MAX_LENGTH || !NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // the exponent is no int
        }
    }
}
