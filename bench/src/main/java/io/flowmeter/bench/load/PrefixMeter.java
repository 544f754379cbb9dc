package io.flowmeter.bench.load;

import java.util.Locale;

/** The meters of prefix tenants: after n events each shows n. */
public enum PrefixMeter {
    PREFIX_COUNT("COUNT", ""),
    PREFIX_SUM("SUM", "$.one"),
    PREFIX_MAX("MAX", "$.number"),
    PREFIX_LAST("LAST", "$.number"),
    PREFIX_UNIQUE("UNIQUE_COUNT", "$.number");

    private final String aggregation;
    private final String valueProperty;

    PrefixMeter(String aggregation, String valueProperty) {
        this.aggregation = aggregation;
        this.valueProperty = valueProperty;
    }

    /** The meter's key in the catalog. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String aggregation() {
        return aggregation;
    }

    /** Empty if the aggregation reads no value. */
    String valueProperty() {
        return valueProperty;
    }

    /** Whether the quantities of several windows add up; otherwise the latest window says all. */
    public boolean isAdditive() {
        return this == PREFIX_COUNT || this == PREFIX_SUM || this == PREFIX_UNIQUE;
    }
}
