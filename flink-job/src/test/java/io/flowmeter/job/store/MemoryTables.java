package io.flowmeter.job.store;

import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.store.StoreWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The tables of the sink in memory, by the rules of docs/architecture.md and {@code sql/}: an epoch
 * is applied once and whole, and a row never gives way to one of a lower revision.
 */
public final class MemoryTables {

    private final Set<UUID> epochs = new HashSet<>();
    private final Map<List<Object>, UsageAggregate> aggregates = new LinkedHashMap<>();
    private final Map<List<Object>, RollingUsage> rollings = new LinkedHashMap<>();
    private final Map<List<Object>, EventCount> counts = new LinkedHashMap<>();
    private final Map<List<Object>, EventConflict> conflicts = new LinkedHashMap<>();
    private final Map<List<Object>, CorrectionAudit> audits = new LinkedHashMap<>();

    /**
     * @return false if the epoch was applied before
     */
    boolean apply(Epoch epoch, Collection<EpochBatch> batches) {
        var rows = batches.stream().flatMap(batch -> batch.rows().stream()).toList();
        if (batches.size() != epoch.chunks()) {
            throw new IllegalStateException(epoch + " must be committed whole");
        }
        if (!epochs.add(epoch.id())) {
            return false;
        }
        rows.forEach(this::put);
        return true;
    }

    public List<UsageAggregate> aggregates() {
        return List.copyOf(aggregates.values());
    }

    public List<RollingUsage> rollings() {
        return List.copyOf(rollings.values());
    }

    public List<EventCount> counts() {
        return List.copyOf(counts.values());
    }

    public List<EventConflict> conflicts() {
        return List.copyOf(conflicts.values());
    }

    public List<CorrectionAudit> audits() {
        return List.copyOf(audits.values());
    }

    /** What a reader sees of every row: a number that may only grow. */
    public Map<String, Long> revisions() {
        Map<String, Long> seen = new HashMap<>();
        aggregates.forEach((key, row) -> seen.put("usage_aggregate " + key, row.revision()));
        rollings.forEach((key, row) -> seen.put("rolling_usage " + key, row.revision()));
        counts.forEach((key, row) -> seen.put("event_count " + key, row.revision()));
        return seen;
    }

    private void put(StoreWrite write) {
        if (write.aggregate() != null) {
            var row = write.aggregate();
            var key = keyOf(row);
            var stored = aggregates.get(key);
            if (stored == null) {
                aggregates.put(key, row);
            } else if (stored.revision() < row.revision()) {
                var end = Math.min(stored.windowEndMillis(), row.windowEndMillis());
                aggregates.put(key, StorableRows.endingAt(end, row));
            }
        } else if (write.rolling() != null) {
            var row = write.rolling();
            greater(
                    rollings,
                    List.of(row.namespace(), row.tenant(), row.meter(), row.horizon()),
                    row,
                    RollingUsage::revision);
        } else if (write.count() != null) {
            var row = write.count();
            greater(
                    counts,
                    List.of(row.namespace(), row.verdict(), row.detail()),
                    row,
                    EventCount::revision);
        } else if (write.conflict() != null) {
            conflicts.putIfAbsent(List.of(write.conflict().position()), write.conflict());
        } else {
            audits.putIfAbsent(List.of(write.audit().position()), write.audit());
        }
    }

    private static List<Object> keyOf(UsageAggregate row) {
        return new ArrayList<>(
                List.of(
                        row.namespace(),
                        row.tenant(),
                        row.meter(),
                        row.granularity(),
                        row.windowStartMillis(),
                        row.dimensions()));
    }

    private static <R> void greater(
            Map<List<Object>, R> table, List<Object> key, R row, ToLongFunction<R> revision) {
        var stored = table.get(key);
        if (stored == null || revision.applyAsLong(stored) < revision.applyAsLong(row)) {
            table.put(key, row);
        }
    }
}
