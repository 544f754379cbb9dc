package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.window.Horizon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers a series in maps; refuses what no series may do. */
public class InMemorySeriesStore implements SeriesStore {
    private record MemberKey(WindowKey window, Fingerprint member) {}

    private final Map<WindowKey, Tally> tallies = new HashMap<>();
    private final Map<WindowKey, Long> latestEnds = new HashMap<>();
    private final Map<Horizon, RollingTally> rollings = new EnumMap<>(Horizon.class);
    private final Map<MemberKey, Long> members = new HashMap<>();
    private final Map<WindowKey, List<LoggedUsage>> logs = new HashMap<>();
    private final Set<String> dimensionSets = new HashSet<>();
    protected final Set<WindowKey> openWindows = new HashSet<>();

    @Override
    public @Nullable Tally tally(WindowKey window) {
        return tallies.get(window);
    }

    @Override
    public void putTally(WindowKey window, Tally tally) {
        Tally before = tallies.put(window, tally);
        if (before != null && tally.revision() < before.revision()) {
            throw new AssertionError(
                    window + ": revision must not fall, " + before + " → " + tally);
        }
        if (tally.eventCount() < 0) {
            throw new AssertionError(window + ": fewer than no events, " + tally);
        }
    }

    @Override
    public long latestEnd(WindowKey window) {
        return latestEnds.getOrDefault(window, 0L);
    }

    @Override
    public void putLatestEnd(WindowKey window, long endMillis) {
        latestEnds.put(window, endMillis);
    }

    @Override
    public @Nullable RollingTally rolling(Horizon horizon) {
        return rollings.get(horizon);
    }

    @Override
    public void putRolling(Horizon horizon, RollingTally rolling) {
        RollingTally before = rollings.put(horizon, rolling);
        if (before != null && rolling.revision() < before.revision()) {
            throw new AssertionError(horizon + ": revision must not fall, was " + before);
        }
    }

    @Override
    public long memberCount(WindowKey window, Fingerprint member) {
        return members.getOrDefault(new MemberKey(window, member), 0L);
    }

    @Override
    public void putMemberCount(WindowKey window, Fingerprint member, long events) {
        if (events < 0) {
            throw new AssertionError(window + ": " + member + " in fewer than no events");
        }
        if (events == 0) {
            members.remove(new MemberKey(window, member));
        } else {
            members.put(new MemberKey(window, member), events);
        }
    }

    /** Newest first: no one may rely on an order. */
    @Override
    public List<LoggedUsage> log(WindowKey quarterHour) {
        List<LoggedUsage> log = new ArrayList<>(logs.getOrDefault(quarterHour, List.of()));
        Collections.reverse(log);
        return log;
    }

    @Override
    public void appendLog(WindowKey quarterHour, LoggedUsage usage) {
        logs.computeIfAbsent(quarterHour, empty -> new ArrayList<>()).add(usage);
    }

    @Override
    public void open(WindowKey window) {
        openWindows.add(window);
    }

    @Override
    public boolean hasDimensionSet(String dimensions) {
        return dimensionSets.contains(dimensions);
    }

    @Override
    public int dimensionSetCount() {
        return dimensionSets.size();
    }

    @Override
    public void addDimensionSet(String dimensions) {
        dimensionSets.add(dimensions);
    }

    /** As release 0.1.0 logged. */
    void forgetWindowsOfLoggedUsage() {
        logs.values()
                .forEach(
                        log ->
                                log.replaceAll(
                                        usage ->
                                                new LoggedUsage(
                                                        usage.eventMillis(),
                                                        usage.eventId(),
                                                        usage.keepsMinute(),
                                                        usage.value(),
                                                        usage.member(),
                                                        usage.sign(),
                                                        null)));
    }

    Map<WindowKey, Tally> tallies() {
        return tallies;
    }

    /** Distinct values remembered, over all windows. */
    int memberCount() {
        return members.size();
    }
}
