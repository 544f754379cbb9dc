package io.flowmeter.core.threshold;

import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.meter.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point at which somebody wants to know: a percentage of a limit, {@code 80%}, or a quantity in
 * the meter's unit, {@code 500}. Its text is its identity, so that it is the same threshold after
 * the limit has changed.
 *
 * @param text canonical: no sign, no exponent, no superfluous zeros
 */
public record Threshold(String text) {

    private static final Pattern CANONICAL =
            Pattern.compile("(0|[1-9][0-9]{0,19})(\\.[0-9]{0,17}[1-9])?%?");

    public Threshold {
        if (!CANONICAL.matcher(text).matches() || text.equals("0%")) {
            throw new IllegalArgumentException(
                    "a threshold must be a quantity such as \"500\" or a percentage above 0 such as"
                            + " \"80%\", was \""
                            + text
                            + "\"");
        }
    }

    /**
     * Reads {@code 80%}, {@code 80.0 %}, {@code 500} or {@code 5E2}.
     *
     * @throws IllegalArgumentException saying what a threshold must be
     */
    public static Threshold parse(String text) {
        String trimmed = text.strip();
        boolean isPercentage = trimmed.endsWith("%");
        String number = isPercentage ? trimmed.substring(0, trimmed.length() - 1).strip() : trimmed;
        BigDecimal value;
        try {
            value = Quantity.parse(number);
        } catch (RejectedEventException e) {
            throw new IllegalArgumentException(
                    "a threshold must be a quantity such as \"500\" or a percentage such as"
                            + " \"80%\", was \""
                            + text
                            + "\"",
                    e);
        }
        return new Threshold(value.toPlainString() + (isPercentage ? "%" : ""));
    }

    public boolean isPercentage() {
        return text.endsWith("%");
    }

    /** Where it lies under a limit; empty for a percentage of no limit. */
    public Optional<BigDecimal> quantity(@Nullable BigDecimal limit) {
        if (!isPercentage()) {
            return Optional.of(new BigDecimal(text));
        }
        if (limit == null) {
            return Optional.empty();
        }
        BigDecimal percentage = new BigDecimal(text.substring(0, text.length() - 1));
        return Optional.of(Quantity.normalized(limit.multiply(percentage).movePointLeft(2)));
    }
}
