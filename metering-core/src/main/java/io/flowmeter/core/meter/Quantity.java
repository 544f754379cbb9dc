package io.flowmeter.core.meter;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.math.BigDecimal;

/** Exact decimal quantities of events: at most 38 digits, 18 of them after the point. */
public final class Quantity {
    /** Most significant digits, as in {@code numeric(38, 18)}. */
    public static final int MAX_DIGITS = 38;

    /** Most digits after the point. */
    public static final int MAX_FRACTION_DIGITS = 18;

    private static final int MAX_TEXT_LENGTH = 128;

    private Quantity() {}

    /**
     * Reads a JSON number or a numeric string, never through a double. Trailing zeros are dropped:
     * 1.0 and 1 are the same quantity.
     *
     * @throws RejectedEventException VALUE_NOT_A_NUMBER or VALUE_OUT_OF_RANGE
     */
    public static BigDecimal parse(String text) throws RejectedEventException {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new RejectedEventException(
                    RejectionReason.VALUE_OUT_OF_RANGE,
                    "value must have at most "
                            + MAX_DIGITS
                            + " digits, was a text of "
                            + text.length()
                            + " characters");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new RejectedEventException(
                    RejectionReason.VALUE_NOT_A_NUMBER,
                    "value must be a JSON number or a numeric string, was \"" + text + "\"");
        }
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        long integerDigits = (long) plain.precision() - plain.scale();
        if (plain.scale() > MAX_FRACTION_DIGITS
                || integerDigits > MAX_DIGITS - MAX_FRACTION_DIGITS
                || plain.precision() > MAX_DIGITS) {
            throw new RejectedEventException(
                    RejectionReason.VALUE_OUT_OF_RANGE,
                    "value must have at most "
                            + (MAX_DIGITS - MAX_FRACTION_DIGITS)
                            + " digits before and "
                            + MAX_FRACTION_DIGITS
                            + " after the point, was "
                            + text);
        }
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
