package io.flowmeter.bench.oracle;

import io.flowmeter.bench.oracle.Aggregate.Live;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The slices of one meter's sum or count, from which its rolling quantities follow. */
final class RollingSlices {
    private final String aggregation;
    private final Map<Horizon, NavigableMap<Long, BigDecimal>> slices =
            Stream.of(Horizon.values())
                    .collect(Collectors.toMap(Function.identity(), horizon -> new TreeMap<>()));

    RollingSlices(String aggregation) {
        this.aggregation = aggregation;
    }

    /**
     * @param sign 1 adds, -1 takes back what was added
     */
    void change(int sign, Live live) {
        if (!Horizon.isOn(aggregation)) {
            return;
        }
        for (Horizon horizon : Horizon.values()) {
            if (horizon.takes(live.usage())) {
                long slice = horizon.slice(live.usage().eventMillis());
                BigDecimal amount = RunningQuantity.amount(aggregation, sign, live);
                of(horizon).merge(slice, amount, BigDecimal::add);
            }
        }
    }

    BigDecimal quantity(Horizon horizon, long nowMillis) {
        BigDecimal sum = BigDecimal.ZERO;
        long oldest = horizon.oldestSlice(nowMillis);
        for (BigDecimal slice : of(horizon).tailMap(oldest, true).values()) {
            sum = sum.add(slice);
        }
        return sum;
    }

    /** Whether something leaves the horizon at this very millisecond. */
    boolean isLosing(Horizon horizon, long nowMillis) {
        BigDecimal leaving = of(horizon).get(nowMillis - horizon.lengthMillis);
        return leaving != null && leaving.signum() != 0;
    }

    private NavigableMap<Long, BigDecimal> of(Horizon horizon) {
        return Objects.requireNonNull(slices.get(horizon));
    }
}
