package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.SettledRolling;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.threshold.ThresholdState;
import io.flowmeter.core.window.Horizon;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * What crossings are found from, of one series and one epoch: read from state when it is asked for,
 * written back at the checkpoint.
 */
final class CachedSettlement {
    private final SeriesStates states;
    private final CachedMap<WindowKey, Tally> settled;
    private final CachedMap<String, SettledRolling> rolling;
    private final CachedMap<WindowKey, Boolean> open;
    private final CachedMap<LimitedWindow, List<ThresholdState>> thresholds;
    private final List<UsageChange> added = new ArrayList<>();
    private @Nullable List<UsageChange> unsettled;

    CachedSettlement(SeriesStates states) {
        this.states = states;
        this.settled = new CachedMap<>(states.settled);
        this.rolling = new CachedMap<>(states.settledRolling);
        this.open = new CachedMap<>(states.openWindows);
        this.thresholds = new CachedMap<>(states.thresholds);
    }

    void add(UsageChange change) {
        added.add(change);
    }

    int size() {
        return added.size() + settled.size() + thresholds.size();
    }

    List<UsageChange> unsettled() {
        if (unsettled == null) {
            List<UsageChange> all = new ArrayList<>(stored());
            all.addAll(added);
            return all;
        }
        return unsettled;
    }

    /** What is left to settle; nothing else has to be remembered of what was added. */
    void leave(List<UsageChange> changes) {
        unsettled = List.copyOf(changes);
    }

    @Nullable Tally settled(WindowKey window) {
        return settled.get(window);
    }

    void putSettled(WindowKey window, @Nullable Tally tally) {
        settled.put(window, tally);
    }

    @Nullable SettledRolling rolling(Horizon horizon) {
        return rolling.get(horizon.name());
    }

    void putRolling(Horizon horizon, @Nullable SettledRolling quantity) {
        rolling.put(horizon.name(), quantity);
    }

    void open(WindowKey window) {
        if (open.get(window) == null) {
            open.put(window, true);
        }
    }

    void close(WindowKey window) {
        open.put(window, null);
    }

    Set<WindowKey> openWindows() {
        return keys(states.openWindows, open);
    }

    List<ThresholdState> thresholds(LimitedWindow window) {
        List<ThresholdState> known = thresholds.get(window);
        return known == null ? List.of() : known;
    }

    void putThresholds(LimitedWindow window, List<ThresholdState> known) {
        thresholds.put(window, known);
    }

    Set<LimitedWindow> crossedWindows() {
        return keys(states.thresholds, thresholds);
    }

    void writeBack() throws Exception {
        if (unsettled == null) {
            if (!added.isEmpty()) {
                states.unsettled.addAll(added);
            }
        } else {
            states.unsettled.update(unsettled);
        }
        settled.writeBack();
        rolling.writeBack();
        open.writeBack();
        thresholds.writeBack();
    }

    private List<UsageChange> stored() {
        try {
            List<UsageChange> stored = new ArrayList<>();
            states.unsettled.get().forEach(stored::add);
            return stored;
        } catch (Exception e) {
            throw new FlinkRuntimeException("state of a usage series cannot be read", e);
        }
    }

    private static <K, V> Set<K> keys(MapState<K, V> state, CachedMap<K, V> cached) {
        try {
            Set<K> keys = new HashSet<>();
            state.keys().forEach(keys::add);
            cached.updateKeys(keys);
            return keys;
        } catch (Exception e) {
            throw new FlinkRuntimeException("state of a usage series cannot be read", e);
        }
    }
}
