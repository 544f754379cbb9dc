package io.flowmeter.core.meter;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Exact decimal quantities of events: at most 38 digits, 18 of them after the point. As a text they
 * have at most 128 characters: what is longer is not read, also if zeros fill it.
 */
public final class Quantity {
    /** Most significant digits, as in {@code numeric(38, 18)}. */
    public static final int MAX_DIGITS = 38;

    /** Most digits after the point. */
    public static final int MAX_FRACTION_DIGITS = 18;

    private static final int MAX_TEXT_LENGTH = 128;

    /** Characters of a text that a refusal quotes. */
    private static final int MAX_QUOTED = 64;

    /**
     * A JSON number, also with a leading plus, leading zeros or nothing on one side of the point.
     * ASCII digits only: BigDecimal alone would read those of every script.
     */
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]++(\\.[0-9]*+)?|\\.[0-9]++)([eE][+-]?[0-9]++)?");

    private Quantity() {}

    /**
     * Reads a JSON number or a numeric string, never through a double. Trailing zeros are dropped:
     * 1.0 and 1 are the same quantity.
     *
     * @throws RejectedEventException VALUE_NOT_A_NUMBER or VALUE_OUT_OF_RANGE
     */
    public static BigDecimal parse(String text) throws RejectedEventException {
        if (text.length() > MAX_TEXT_LENGTH && DECIMAL.matcher(text).matches()) {
            throw new RejectedEventException(
                    RejectionReason.VALUE_OUT_OF_RANGE,
                    "value must have at most "
                            + MAX_TEXT_LENGTH
                            + " characters, had "
                            + text.length());
        }
        BigDecimal value = find(text).orElseThrow(() -> unreadable(text));
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // First, because a value far out of range cannot even drop its trailing zeros.
        if ((long) value.precision() - value.scale() > MAX_DIGITS - MAX_FRACTION_DIGITS) {
            throw outOfRange(text);
        }
        BigDecimal plain = normalized(value);
        if (plain.scale() > MAX_FRACTION_DIGITS) {
            throw outOfRange(text);
        }
        return plain;
    }

    /** The same number without trailing zeros after the point and without an exponent. */
    public static BigDecimal normalized(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /**
     * The number a text writes, whatever its size; empty if it writes none, or one whose exponent
     * or length passes all bounds.
     */
    static Optional<BigDecimal> find(String text) {
        if (text.length() > MAX_TEXT_LENGTH || !DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty(); // the exponent is no int
        }
    }

    private static RejectedEventException unreadable(String text) {
        return DECIMAL.matcher(text).matches()
                ? outOfRange(text)
                : new RejectedEventException(
                        RejectionReason.VALUE_NOT_A_NUMBER,
                        "value must be a JSON number or a numeric string, was \""
                                + (text.length() <= MAX_QUOTED
                                        ? text
                                        : text.substring(0, MAX_QUOTED) + "…")
                                + "\"");
    }

    private static RejectedEventException outOfRange(String text) {
        return new RejectedEventException(
                RejectionReason.VALUE_OUT_OF_RANGE,
                "value must have at most "
                        + (MAX_DIGITS - MAX_FRACTION_DIGITS)
                        + " digits before and "
                        + MAX_FRACTION_DIGITS
                        + " after the point, was "
                        + text);
    }
}
