package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** What one window of a meter with limits amounts to while usage comes and goes. */
final class RunningQuantity {
    private final String aggregation;
    private BigDecimal sum = BigDecimal.ZERO;
    private final Map<String, Integer> members = new HashMap<>();
    private final NavigableMap<Live, Integer> values;

    RunningQuantity(String aggregation) {
        this.aggregation = aggregation;
        this.values =
                new TreeMap<>(
                        Aggregate.PREFERENCE.getOrDefault(
                                aggregation, Comparator.comparing(Live::value)));
    }

    /**
     * @param sign 1 adds, -1 takes back what was added
     */
    void change(int sign, Live live) {
        switch (aggregation) {
            case "COUNT", "SUM" -> sum = sum.add(amount(aggregation, sign, live));
            case "UNIQUE_COUNT" ->
                    merge(members, Objects.requireNonNull(live.contribution().member()), sign);
            case "MAX", "LAST" -> merge(values, live, sign);
            default -> throw new IllegalArgumentException("no limits on " + aggregation);
        }
    }

    /** 0 where nothing counts. */
    BigDecimal quantity() {
        return switch (aggregation) {
            case "COUNT", "SUM" -> sum;
            case "UNIQUE_COUNT" -> BigDecimal.valueOf(members.size());
            default -> values.isEmpty() ? BigDecimal.ZERO : values.lastKey().value();
        };
    }

    /** What a change adds to a sum or count. */
    static BigDecimal amount(String aggregation, int sign, Live live) {
        BigDecimal one = aggregation.equals("COUNT") ? BigDecimal.ONE : live.value();
        return sign > 0 ? one : one.negate();
    }

    private static <K> void merge(Map<K, Integer> counts, K key, int sign) {
        if (counts.merge(key, sign, Integer::sum) == 0) {
            counts.remove(key);
        }
    }
}
