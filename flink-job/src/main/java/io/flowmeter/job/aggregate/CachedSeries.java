package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.LoggedUsage;
import io.flowmeter.core.aggregate.RollingTally;
import io.flowmeter.core.aggregate.SettledRolling;
import io.flowmeter.core.aggregate.SliceReplay;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.crossing.CrossingStore;
import io.flowmeter.core.crossing.LimitedWindow;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.threshold.ThresholdState;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The part of one tenant's meter that the current epoch touches: read from state once, written back
 * once, at the checkpoint. All calls must come under this series' key.
 */
final class CachedSeries implements CrossingStore {
    private final UsageKey key;
    private final SeriesStates states;
    private final CachedMap<WindowKey, Tally> tallies;
    private final CachedMap<WindowKey, Long> latestEnds;
    private final CachedMap<String, RollingTally> rollings;
    private final CachedMap<MemberKey, Long> members;
    private final CachedLog log;
    private final CachedSettlement settlement;
    private final Map<WindowKey, List<Fingerprint>> gained = new HashMap<>();
    private final Set<WindowKey> shrunk = new HashSet<>();
    private final Map<WindowKey, byte[]> changedSketches = new HashMap<>();
    private final Set<String> newDimensionSets = new HashSet<>();
    private SeriesHead head;

    CachedSeries(UsageKey key, SeriesStates states, String aggregation) {
        this.key = key;
        this.states = states;
        this.tallies = new CachedMap<>(this::tallyState);
        this.latestEnds = new CachedMap<>(states.latestEnds);
        this.rollings = new CachedMap<>(states.rolling);
        this.members = new CachedMap<>(states.members);
        this.log = new CachedLog(states);
        this.settlement = new CachedSettlement(states);
        SeriesHead stored = storedHead();
        this.head = stored == null ? new SeriesHead(aggregation, 0, 0) : stored;
    }

    UsageKey key() {
        return key;
    }

    String aggregation() {
        return head.aggregation();
    }

    /** How many entries it holds in memory. */
    int size() {
        return tallies.size() + members.size() + log.size() + settlement.size();
    }

    void forEachChangedTally(BiConsumer<WindowKey, Tally> action) {
        tallies.forEachChanged(action);
    }

    void forEachChangedRolling(BiConsumer<Horizon, RollingTally> action) {
        rollings.forEachChanged(
                (horizon, rolling) -> action.accept(Horizon.valueOf(horizon), rolling));
    }

    /**
     * A sketch of the slice's distinct values: the stored one with the values new in this epoch. A
     * sketch cannot forget, so it is made anew where a value has left.
     */
    byte[] sketch(WindowKey slice) {
        byte[] stored = shrunk.contains(slice) ? null : CachedMap.read(states.sketches, slice);
        DistinctSketch sketch = DistinctSketch.of(stored);
        if (shrunk.contains(slice)) {
            new SliceReplay(this).members(slice).keySet().forEach(sketch::add);
        } else {
            gained.getOrDefault(slice, List.of()).forEach(sketch::add);
        }
        byte[] bytes = sketch.toBytes();
        changedSketches.put(slice, bytes);
        return bytes;
    }

    /** Writes all changes to state. */
    void writeBack() throws Exception {
        states.head.update(head);
        tallies.writeBack();
        latestEnds.writeBack();
        rollings.writeBack();
        members.writeBack();
        log.writeBack();
        settlement.writeBack();
        for (Map.Entry<WindowKey, byte[]> changed : changedSketches.entrySet()) {
            states.sketches.put(changed.getKey(), changed.getValue());
        }
        for (String dimensions : newDimensionSets) {
            states.dimensionSets.put(dimensions, true);
        }
    }

    @Override
    public @Nullable Tally tally(WindowKey window) {
        return tallies.get(window);
    }

    @Override
    public void putTally(WindowKey window, Tally tally) {
        tallies.put(window, tally);
    }

    @Override
    public long latestEnd(WindowKey window) {
        Long endMillis = latestEnds.get(window);
        return endMillis == null ? 0 : endMillis;
    }

    @Override
    public void putLatestEnd(WindowKey window, long endMillis) {
        latestEnds.put(window, endMillis);
    }

    @Override
    public @Nullable RollingTally rolling(Horizon horizon) {
        return rollings.get(horizon.name());
    }

    @Override
    public void putRolling(Horizon horizon, RollingTally rolling) {
        rollings.put(horizon.name(), rolling);
    }

    @Override
    public long memberCount(WindowKey window, Fingerprint member) {
        Long events = members.get(new MemberKey(window, member));
        return events == null ? 0 : events;
    }

    @Override
    public void putMemberCount(WindowKey window, Fingerprint member, long events) {
        boolean wasLive = memberCount(window, member) != 0;
        boolean isLive = events != 0;
        members.put(new MemberKey(window, member), isLive ? events : null);
        if (isLive && !wasLive) {
            gained.computeIfAbsent(window, none -> new ArrayList<>()).add(member);
        } else if (wasLive && !isLive) {
            shrunk.add(window);
        }
    }

    @Override
    public List<LoggedUsage> log(WindowKey quarterHour) {
        return log.get(quarterHour);
    }

    @Override
    public void appendLog(WindowKey quarterHour, LoggedUsage usage) {
        log.append(quarterHour, usage);
    }

    @Override
    public boolean hasDimensionSet(String dimensions) {
        return newDimensionSets.contains(dimensions)
                || CachedMap.read(states.dimensionSets, dimensions) != null;
    }

    @Override
    public int dimensionSetCount() {
        return head.dimensionSets();
    }

    @Override
    public void addDimensionSet(String dimensions) {
        newDimensionSets.add(dimensions);
        head =
                new SeriesHead(
                        head.aggregation(), head.dimensionSets() + 1, head.settledUntilMillis());
    }

    /** A change that has been folded is still to be settled. */
    void addUnsettled(UsageChange change) {
        settlement.add(change);
    }

    @Override
    public List<UsageChange> unsettled() {
        return settlement.unsettled();
    }

    @Override
    public long settledUntilMillis() {
        return head.settledUntilMillis();
    }

    @Override
    public void settleUntil(long millis, List<UsageChange> left) {
        head = new SeriesHead(head.aggregation(), head.dimensionSets(), millis);
        settlement.leave(left);
    }

    @Override
    public @Nullable Tally settled(WindowKey window) {
        return settlement.settled(window);
    }

    @Override
    public void putSettled(WindowKey window, @Nullable Tally tally) {
        settlement.putSettled(window, tally);
    }

    @Override
    public @Nullable SettledRolling settledRolling(Horizon horizon) {
        return settlement.rolling(horizon);
    }

    @Override
    public void putSettledRolling(Horizon horizon, @Nullable SettledRolling quantity) {
        settlement.putRolling(horizon, quantity);
    }

    @Override
    public void open(WindowKey window) {
        settlement.open(window);
    }

    @Override
    public void close(WindowKey window) {
        settlement.close(window);
    }

    @Override
    public Set<WindowKey> openWindows() {
        return settlement.openWindows();
    }

    @Override
    public List<ThresholdState> thresholds(LimitedWindow window) {
        return settlement.thresholds(window);
    }

    @Override
    public void putThresholds(LimitedWindow window, List<ThresholdState> known) {
        settlement.putThresholds(window, known);
    }

    @Override
    public Set<LimitedWindow> crossedWindows() {
        return settlement.crossedWindows();
    }

    private MapState<WindowKey, Tally> tallyState(WindowKey window) {
        return window.kind().equals(Granularity.MINUTE.name()) ? states.minutes : states.windows;
    }

    private @Nullable SeriesHead storedHead() {
        try {
            return states.head.value();
        } catch (IOException e) {
            throw new UncheckedIOException("state of a usage series cannot be read", e);
        }
    }
}
