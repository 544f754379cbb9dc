package io.flowmeter.core.meter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One condition of a meter's filter on an event's data.
 *
 * @param values EQUALS, NOT_EQUALS: the texts to compare with, at least one; GREATER_OR_EQUAL,
 *     LESS_OR_EQUAL: one number; EXISTS: none
 */
public record Condition(PropertyPath property, Operator operator, List<String> values) {

    /** How the property is compared; numbers compare as numbers in the two orderings only. */
    public enum Operator {
        /** The text is one of the values. */
        EQUALS,
        /** The text is none of the values; true for an absent property. */
        NOT_EQUALS,
        /** The property is present and not null. */
        EXISTS,
        GREATER_OR_EQUAL,
        LESS_OR_EQUAL
    }

    public Condition {
        values = List.copyOf(values);
        switch (operator) {
            case EQUALS, NOT_EQUALS -> require(!values.isEmpty(), operator, "at least one value");
            case EXISTS -> require(values.isEmpty(), operator, "no value");
            case GREATER_OR_EQUAL, LESS_OR_EQUAL -> {
                require(values.size() == 1, operator, "exactly one value");
                require(Quantity.find(values.get(0)).isPresent(), operator, "a number");
            }
        }
    }

    public boolean holds(PropertyValue.Reader data) {
        PropertyValue value = data.read(property);
        return switch (operator) {
            case EQUALS -> !value.isMissing() && values.contains(value.text());
            case NOT_EQUALS -> value.isMissing() || !values.contains(value.text());
            case EXISTS -> !value.isMissing();
            case GREATER_OR_EQUAL -> compare(value, 1);
            case LESS_OR_EQUAL -> compare(value, -1);
        };
    }

    /** A text that is no number is neither above nor below one; size alone excludes none. */
    private boolean compare(PropertyValue value, int wantedSign) {
        Optional<BigDecimal> number =
                value.isMissing() ? Optional.empty() : Quantity.find(value.text());
        if (number.isEmpty()) {
            return false;
        }
        int sign = number.get().compareTo(Quantity.find(values.get(0)).orElseThrow());
        return sign == 0 || Integer.signum(sign) == wantedSign;
    }

    private static void require(boolean ok, Operator operator, String expected) {
        if (!ok) {
            throw new IllegalArgumentException("condition " + operator + " needs " + expected);
        }
    }
}
