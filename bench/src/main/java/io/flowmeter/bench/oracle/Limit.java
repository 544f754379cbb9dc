package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A limit as payloads of plans and subscriptions say it, as far as crossings follow from it.
 *
 * @param window PERIOD, MONTH, or a {@link Horizon}
 * @param dimension each value of it has the limit for itself; null: the limit is on the total
 * @param dimensionValue the one value it is for; null: all that have no limit of their own
 * @param quantity null: unlimited
 * @param thresholds percentages of the quantity, "80%", and quantities, "500"
 */
record Limit(
        String key,
        String meter,
        String window,
        @Nullable String dimension,
        @Nullable String dimensionValue,
        @Nullable BigDecimal quantity,
        List<String> thresholds) {

    static Limit of(JsonNode json) {
        List<String> thresholds = new ArrayList<>();
        json.path("thresholds").forEach(threshold -> thresholds.add(threshold.textValue()));
        return new Limit(
                Objects.requireNonNull(json.path("key").textValue()),
                Objects.requireNonNull(json.path("meter").textValue()),
                Objects.requireNonNull(json.path("window").textValue()),
                json.path("dimension").textValue(),
                json.path("dimensionValue").textValue(),
                json.hasNonNull("quantity") ? new BigDecimal(json.path("quantity").asText()) : null,
                thresholds);
    }

    /** Rolling are sums and counts only; least values and averages have no limits. */
    boolean isAllowedOn(String aggregation) {
        return switch (aggregation) {
            case "SUM", "COUNT", "MAX", "LAST", "UNIQUE_COUNT" ->
                    Horizon.find(window) == null || Horizon.isOn(aggregation);
            default -> false;
        };
    }

    /** Where a threshold lies; null for a percentage of no limit. */
    @Nullable BigDecimal at(String threshold) {
        if (!threshold.endsWith("%")) {
            return new BigDecimal(threshold);
        }
        String percentage = threshold.substring(0, threshold.length() - 1);
        return quantity == null
                ? null
                : quantity.multiply(new BigDecimal(percentage)).movePointLeft(2);
    }

    /**
     * Whether it is on a window.
     *
     * @param all the limits in force beside it, on the same meter
     */
    boolean isOn(LimitedWindow on, Collection<Limit> all) {
        if (!window.equals(on.kind())) {
            return false;
        }
        if (dimension == null) {
            return on.dimensions().isEmpty();
        }
        String value = on.valueOf(dimension);
        if (value == null || dimensionValue != null) {
            return value != null && value.equals(dimensionValue);
        }
        for (Limit other : all) {
            boolean isItsOwn =
                    other.window.equals(window)
                            && dimension.equals(other.dimension)
                            && value.equals(other.dimensionValue);
            if (isItsOwn) {
                return false;
            }
        }
        return true;
    }
}
