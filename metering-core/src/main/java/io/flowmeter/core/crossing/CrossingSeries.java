package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.SettledSeries;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.catalog.LimitCatalog;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.threshold.CrossingDetector;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The crossings of one tenant's meter. They are a pure function of the log and the catalog: its
 * quantities are looked at after each millisecond of append time at which something was appended,
 * left a rolling window, or changed a limit, in that order; and not before everything up to then
 * has been read.
 *
 * <p>A billing period or month that has ended keeps the limits it ended with: usage that comes late
 * may still cross them. Its end is the earliest that anything read says: where a new version of the
 * tenant cuts it, a change of limits within the reach of reading may find it still open.
 */
public final class CrossingSeries {
    private final String namespace;
    private final String tenant;
    private final String meter;
    private final CrossingStore store;
    private final TenantLimits limits;
    private final SettledSeries settled;
    private final List<ThresholdCrossing> crossings = new ArrayList<>();

    public CrossingSeries(
            String namespace,
            String tenant,
            String meter,
            Aggregation aggregation,
            CrossingStore store,
            LimitCatalog catalog) {
        this.namespace = namespace;
        this.tenant = tenant;
        this.meter = meter;
        this.store = store;
        this.limits = new TenantLimits(catalog, namespace, tenant, meter, aggregation);
        this.settled = new SettledSeries(store, aggregation);
    }

    /**
     * Finds the crossings up to a time, since the last call.
     *
     * @param untilMillis append time up to which all changes are folded and all limits known
     */
    public List<ThresholdCrossing> settle(long untilMillis) {
        long from = store.settledUntilMillis();
        if (untilMillis <= from) {
            return List.of();
        }
        NavigableSet<Long> changes = limits.changes(from, untilMillis);
        if (!limits.haveEverBeen(untilMillis)) {
            store.settleUntil(untilMillis, later(untilMillis));
            return List.of();
        }
        NavigableSet<Long> moments = new TreeSet<>(changes);
        settled.moments().filter(moment -> moment <= untilMillis).forEach(moments::add);
        for (long moment : moments) {
            decay(moment);
            Set<WindowKey> touched =
                    settled.settleUntil(moment, window -> !on(window, moment).isEmpty());
            roll(moment);
            touched.forEach(window -> judge(window, moment));
            if (changes.contains(moment)) {
                applyNewLimits(moment);
            }
        }
        decay(untilMillis);
        store.settleUntil(untilMillis, settled.unsettled());
        return crossings;
    }

    /** Whether time alone may bring a threshold to recover. */
    public boolean isDecaying() {
        return store.crossedWindows().stream()
                .filter(CrossingSeries::isRolling)
                .anyMatch(
                        window ->
                                store.thresholds(window).stream()
                                        .anyMatch(state -> state.isActive()));
    }

    private List<UsageChange> later(long untilMillis) {
        return settled.unsettled().stream()
                .filter(change -> change.appendMillis() > untilMillis)
                .toList();
    }

    /** What leaves rolling windows up to a moment. */
    private void decay(long moment) {
        for (Horizon horizon : Horizon.values()) {
            boolean isLimited = !limits.on(horizon, moment).isEmpty();
            if (isLimited || settled.isRolling(horizon)) {
                settled.quantity(
                        horizon, moment, (left, quantity) -> judge(horizon, quantity, left));
            }
            if (!isLimited) {
                settled.forget(horizon);
            }
        }
    }

    /** What has just entered rolling windows, or changed their limits. */
    private void roll(long moment) {
        for (Horizon horizon : Horizon.values()) {
            if (!limits.on(horizon, moment).isEmpty()) {
                judge(horizon, rolling(horizon, moment), moment);
            }
        }
    }

    private BigDecimal rolling(Horizon horizon, long moment) {
        return settled.quantity(horizon, moment, (left, quantity) -> {});
    }

    private void judge(Horizon horizon, BigDecimal quantity, long moment) {
        for (Limit limit : limits.on(horizon, moment)) {
            LimitedWindow window = new LimitedWindow(limit.key(), horizon.name(), 0, "");
            judge(window, null, limit, quantity, moment);
        }
    }

    private void judge(WindowKey window, long moment) {
        for (Limit limit : on(window, moment)) {
            judge(
                    limited(limit.key(), window),
                    settled.endMillis(window),
                    limit,
                    settled.quantity(window),
                    moment);
        }
    }

    private List<Limit> on(WindowKey window, long moment) {
        return limits.on(window, settled.endMillis(window), moment);
    }

    /** Thresholds may now lie elsewhere, or be gone, under quantities that have not changed. */
    private void applyNewLimits(long moment) {
        for (WindowKey window : openWindows(moment)) {
            judge(window, moment);
        }
        for (LimitedWindow window : List.copyOf(store.crossedWindows())) {
            if (!hasEnded(window, moment) && limitOf(window, moment).isEmpty()) {
                judge(window, end(window), null, quantity(window, moment), moment);
            }
        }
    }

    private Set<WindowKey> openWindows(long moment) {
        Set<WindowKey> open = new LinkedHashSet<>();
        for (WindowKey window : List.copyOf(store.openWindows())) {
            if (settled.endMillis(window) <= moment) {
                store.close(window);
            } else {
                open.add(window);
            }
        }
        return open;
    }

    private Optional<Limit> limitOf(LimitedWindow window, long moment) {
        List<Limit> inForce =
                isRolling(window)
                        ? limits.on(Horizon.valueOf(window.window()), moment)
                        : on(key(window), moment);
        return inForce.stream().filter(limit -> limit.key().equals(window.limit())).findFirst();
    }

    private BigDecimal quantity(LimitedWindow window, long moment) {
        return isRolling(window)
                ? rolling(Horizon.valueOf(window.window()), moment)
                : settled.quantity(key(window));
    }

    private boolean hasEnded(LimitedWindow window, long moment) {
        return !isRolling(window) && settled.endMillis(key(window)) <= moment;
    }

    private @Nullable Long end(LimitedWindow window) {
        return isRolling(window) ? null : settled.endMillis(key(window));
    }

    private void judge(
            LimitedWindow window,
            @Nullable Long endMillis,
            @Nullable Limit limit,
            BigDecimal quantity,
            long moment) {
        var step = CrossingDetector.judge(limit, store.thresholds(window), quantity);
        if (step.passages().isEmpty()) {
            return;
        }
        store.putThresholds(window, step.states());
        for (CrossingDetector.Passage passage : step.passages()) {
            crossings.add(
                    new ThresholdCrossing(
                            namespace,
                            tenant,
                            meter,
                            window,
                            endMillis,
                            passage.threshold().text(),
                            passage.direction().name(),
                            passage.ordinal(),
                            limit == null ? null : limit.quantity(),
                            passage.thresholdQuantity(),
                            quantity,
                            moment));
        }
    }

    private static boolean isRolling(LimitedWindow window) {
        return LimitWindow.valueOf(window.window()).isRolling();
    }

    private static LimitedWindow limited(String limit, WindowKey window) {
        return new LimitedWindow(limit, window.kind(), window.startMillis(), window.dimensions());
    }

    private static WindowKey key(LimitedWindow window) {
        return WindowKey.of(
                Granularity.valueOf(window.window()), window.startMillis(), window.dimensions());
    }
}
