package io.flowmeter.core.aggregate;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The quantities of one tenant's meter as the log had made them by a time up to which everything
 * has been read. The windows themselves hold whatever was read, in its order; here what was
 * appended later is left out. Moved from moment to moment it shows every quantity there ever was,
 * whatever the order of reading.
 */
public final class SettledSeries {
    private final SettledStore store;
    private final Aggregation aggregation;
    private final Deque<UsageChange> ahead;
    private final Map<WindowKey, SettledWindow> windows = new HashMap<>();

    public SettledSeries(SettledStore store, Aggregation aggregation) {
        this.store = store;
        this.aggregation = aggregation;
        this.ahead =
                new ArrayDeque<>(
                        store.unsettled().stream()
                                .filter(change -> change.sign() != 0)
                                .sorted(Comparator.comparingLong(UsageChange::appendMillis))
                                .toList());
    }

    /** Append times of what is not settled yet, ascending. */
    public Stream<Long> moments() {
        return ahead.stream().map(UsageChange::appendMillis).distinct();
    }

    /** What is left to settle. */
    public List<UsageChange> unsettled() {
        return List.copyOf(ahead);
    }

    /**
     * Settles what was appended up to a time.
     *
     * @param isLimited which billing periods and months will be asked for
     * @return the billing periods and months it was for, of the total and of dimension sets
     */
    public Set<WindowKey> settleUntil(long millis, Predicate<WindowKey> isLimited) {
        Set<WindowKey> touched = new LinkedHashSet<>();
        while (!ahead.isEmpty() && ahead.peek().appendMillis() <= millis) {
            UsageChange change = ahead.peek();
            Set<WindowKey> keys = windowsOf(change);
            touched.addAll(keys);
            keys.stream().filter(isLimited).forEach(this::window);
            ahead.remove();
            for (WindowKey key : keys) {
                SettledWindow window = windows.get(key);
                if (window != null) {
                    window.settle(change);
                } else if (!aggregation.isInvertible()) {
                    store.putSettled(key, null);
                }
            }
            for (Horizon horizon : Horizon.values()) {
                settle(horizon, change);
            }
        }
        return touched;
    }

    /** End of a billing period or month, epoch milliseconds; 0 if it has never been used. */
    public long endMillis(WindowKey window) {
        Tally tally = store.tally(held(window));
        return tally == null ? 0 : tally.windowEndMillis();
    }

    /** Quantity of a billing period or month; 0 where nothing is live. */
    public BigDecimal quantity(WindowKey window) {
        return window(window).quantity();
    }

    /**
     * Quantity of a rolling horizon at a time, which may not go back. Slices leave one after the
     * other before.
     *
     * @param left is told each moment at which something has left, and what remained
     */
    public BigDecimal quantity(Horizon horizon, long millis, BiConsumer<Long, BigDecimal> left) {
        SettledRolling rolling = store.settledRolling(horizon);
        if (rolling == null) {
            rolling = begin(horizon, millis);
            store.putSettledRolling(horizon, rolling);
            return rolling.quantity();
        }
        long oldest = horizon.oldestSliceStart(millis);
        long step = horizon.slice().sliceMillis();
        long end = Math.min(oldest, newest(horizon) + step);
        for (long start = rolling.oldestMillis(); start < end; start += step) {
            BigDecimal leaving = slice(horizon, start);
            if (leaving.signum() != 0) {
                rolling = new SettledRolling(start + step, rolling.quantity().subtract(leaving));
                store.putSettledRolling(horizon, rolling);
                left.accept(start + horizon.length().toMillis(), rolling.quantity());
            }
        }
        if (oldest > rolling.oldestMillis()) {
            rolling = new SettledRolling(oldest, rolling.quantity());
            store.putSettledRolling(horizon, rolling);
        }
        return rolling.quantity();
    }

    /** Whether this horizon has been asked for. */
    public boolean isRolling(Horizon horizon) {
        return store.settledRolling(horizon) != null;
    }

    /** From now on this horizon is not asked for. */
    public void forget(Horizon horizon) {
        if (isRolling(horizon)) {
            store.putSettledRolling(horizon, null);
        }
    }

    static BigDecimal amount(Aggregation aggregation, UsageChange change) {
        return aggregation == Aggregation.COUNT
                ? BigDecimal.valueOf(change.sign())
                : UsageSeries.signedValue(change);
    }

    private SettledWindow window(WindowKey key) {
        return windows.computeIfAbsent(
                key,
                missing -> SettledWindow.of(key, held(key), store, aggregation, () -> inside(key)));
    }

    /** A month that is the billing period has no window of its own. */
    private WindowKey held(WindowKey key) {
        boolean isMonth = key.kind().equals(Granularity.MONTH.name());
        return isMonth && store.tally(key) == null
                ? WindowKey.of(Granularity.PERIOD, key.startMillis(), key.dimensions())
                : key;
    }

    private void settle(Horizon horizon, UsageChange change) {
        SettledRolling rolling = store.settledRolling(horizon);
        Placement at = change.placement();
        boolean hasSlice = horizon.slice() != Granularity.MINUTE || at.keepsMinute();
        if (rolling != null
                && hasSlice
                && horizon.slice().sliceStart(at.eventMillis()) >= rolling.oldestMillis()) {
            store.putSettledRolling(
                    horizon,
                    new SettledRolling(
                            rolling.oldestMillis(),
                            rolling.quantity().add(amount(aggregation, change))));
        }
    }

    private SettledRolling begin(Horizon horizon, long millis) {
        long oldest = horizon.oldestSliceStart(millis);
        BigDecimal sum = BigDecimal.ZERO;
        long step = horizon.slice().sliceMillis();
        for (long start = oldest; start <= newest(horizon); start += step) {
            sum = sum.add(slice(horizon, start));
        }
        return new SettledRolling(oldest, sum);
    }

    private long newest(Horizon horizon) {
        RollingTally current = store.rolling(horizon);
        return current == null ? Long.MIN_VALUE / 2 : current.newestMillis();
    }

    /** Quantity of a slice without what is ahead. */
    private BigDecimal slice(Horizon horizon, long startMillis) {
        Granularity granularity = horizon.slice();
        Tally tally = store.tally(WindowKey.of(granularity, startMillis, Dimensions.TOTAL));
        BigDecimal quantity = tally == null ? BigDecimal.ZERO : additive(tally);
        for (UsageChange change : ahead) {
            Placement at = change.placement();
            boolean hasSlice = granularity != Granularity.MINUTE || at.keepsMinute();
            if (hasSlice && granularity.sliceStart(at.eventMillis()) == startMillis) {
                quantity = quantity.subtract(amount(aggregation, change));
            }
        }
        return quantity;
    }

    private BigDecimal additive(Tally tally) {
        BigDecimal quantity = tally.quantity(aggregation);
        return quantity == null ? BigDecimal.ZERO : quantity;
    }

    private List<UsageChange> inside(WindowKey window) {
        return ahead.stream().filter(change -> windowsOf(change).contains(window)).toList();
    }

    private Set<WindowKey> windowsOf(UsageChange change) {
        Placement at = change.placement();
        Month month = at.month();
        Set<WindowKey> keys = new LinkedHashSet<>();
        for (String dimensions : List.of(Dimensions.TOTAL, countedUnder(change))) {
            keys.add(WindowKey.of(Granularity.PERIOD, at.periodStartMillis(), dimensions));
            long monthMillis = month == null ? at.periodStartMillis() : month.startMillis();
            keys.add(WindowKey.of(Granularity.MONTH, monthMillis, dimensions));
        }
        return keys;
    }

    private String countedUnder(UsageChange change) {
        String dimensions = change.contribution().dimensions();
        return dimensions.equals(Dimensions.TOTAL) || store.hasDimensionSet(dimensions)
                ? dimensions
                : Dimensions.OTHER_SET;
    }
}
