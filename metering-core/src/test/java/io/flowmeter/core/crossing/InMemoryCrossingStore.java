package io.flowmeter.core.crossing;

import io.flowmeter.core.aggregate.InMemorySeriesStore;
import io.flowmeter.core.aggregate.SettledRolling;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.threshold.ThresholdState;
import io.flowmeter.core.window.Horizon;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers crossings in maps. */
final class InMemoryCrossingStore extends InMemorySeriesStore implements CrossingStore {
    private final Map<WindowKey, Tally> settled = new HashMap<>();
    private final Map<Horizon, SettledRolling> rolling = new EnumMap<>(Horizon.class);
    private final Map<LimitedWindow, List<ThresholdState>> thresholds = new HashMap<>();
    private List<UsageChange> unsettled = new ArrayList<>();
    private long settledUntilMillis;

    void add(UsageChange change) {
        unsettled.add(change);
    }

    @Override
    public List<UsageChange> unsettled() {
        return unsettled;
    }

    @Override
    public @Nullable Tally settled(WindowKey window) {
        return settled.get(window);
    }

    @Override
    public void putSettled(WindowKey window, @Nullable Tally tally) {
        if (tally == null) {
            settled.remove(window);
        } else {
            settled.put(window, tally);
        }
    }

    @Override
    public @Nullable SettledRolling settledRolling(Horizon horizon) {
        return rolling.get(horizon);
    }

    @Override
    public void putSettledRolling(Horizon horizon, @Nullable SettledRolling quantity) {
        if (quantity == null) {
            rolling.remove(horizon);
        } else {
            rolling.put(horizon, quantity);
        }
    }

    @Override
    public long settledUntilMillis() {
        return settledUntilMillis;
    }

    @Override
    public void settleUntil(long millis, List<UsageChange> left) {
        settledUntilMillis = millis;
        unsettled = new ArrayList<>(left);
    }

    @Override
    public Set<WindowKey> openWindows() {
        return openWindows;
    }

    @Override
    public void close(WindowKey window) {
        openWindows.remove(window);
    }

    @Override
    public List<ThresholdState> thresholds(LimitedWindow window) {
        return thresholds.getOrDefault(window, List.of());
    }

    @Override
    public void putThresholds(LimitedWindow window, List<ThresholdState> states) {
        thresholds.put(window, states);
    }

    @Override
    public Set<LimitedWindow> crossedWindows() {
        return thresholds.keySet();
    }
}
