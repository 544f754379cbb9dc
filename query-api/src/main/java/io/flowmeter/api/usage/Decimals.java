package io.flowmeter.api.usage;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** From stored quantities to answered values. */
final class Decimals {

    private Decimals() {}

    /**
     * The value of events whose quantity is stored as {@code usage_aggregate.quantity} is.
     *
     * @return null if no event counts and the aggregation reads a number
     */
    static @Nullable BigDecimal value(
            Aggregation aggregation, @Nullable BigDecimal quantity, long events) {
        if (events == 0 || quantity == null) {
            return ofNothing(aggregation);
        }
        if (aggregation == Aggregation.AVG) {
            return plain(
                    quantity.divide(
                            BigDecimal.valueOf(events),
                            Quantity.MAX_FRACTION_DIGITS,
                            RoundingMode.HALF_EVEN));
        }
        return plain(quantity);
    }

    /** The value of no events. */
    static @Nullable BigDecimal ofNothing(Aggregation aggregation) {
        return switch (aggregation) {
            case COUNT, UNIQUE_COUNT -> BigDecimal.ZERO;
            case SUM, LAST, MAX, MIN, AVG -> null;
        };
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
