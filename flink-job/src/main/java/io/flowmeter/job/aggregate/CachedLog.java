package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.LoggedUsage;
import io.flowmeter.core.aggregate.WindowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The logs of one series' quarter-hours: what is stored, and what the current epoch adds. */
final class CachedLog {
    private final SeriesStates states;
    private final Map<WindowKey, List<LoggedUsage>> added = new HashMap<>();

    CachedLog(SeriesStates states) {
        this.states = states;
    }

    /** All that has not expired: each chunk does, some time after it was written. */
    List<LoggedUsage> get(WindowKey quarterHour) {
        List<LoggedUsage> all = new ArrayList<>();
        int chunks = chunkCount(quarterHour);
        for (int chunk = 0; chunk < chunks; chunk++) {
            List<LoggedUsage> stored =
                    CachedMap.read(states.log, new LogChunkKey(quarterHour, chunk));
            if (stored != null) {
                all.addAll(stored);
            }
        }
        all.addAll(added.getOrDefault(quarterHour, List.of()));
        return all;
    }

    void append(WindowKey quarterHour, LoggedUsage usage) {
        added.computeIfAbsent(quarterHour, empty -> new ArrayList<>()).add(usage);
    }

    /** How many quarter-hours have grown. */
    int size() {
        return added.size();
    }

    void writeBack() throws Exception {
        for (Map.Entry<WindowKey, List<LoggedUsage>> grown : added.entrySet()) {
            int chunks = chunkCount(grown.getKey());
            states.log.put(new LogChunkKey(grown.getKey(), chunks), grown.getValue());
            states.logChunks.put(grown.getKey(), chunks + 1);
        }
    }

    private int chunkCount(WindowKey quarterHour) {
        Integer chunks = CachedMap.read(states.logChunks, quarterHour);
        return chunks == null ? 0 : chunks;
    }
}
