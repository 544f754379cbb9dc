package io.flowmeter.job.replay;

import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.ingest.RawEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Log and catalog as the job's sources read them: each partition is read by one subtask, in order;
 * its time is the append time of the last record read, a subtask's that of its slowest partition;
 * and after a restart both go on where the checkpoint says.
 */
final class Sources {
    private static final long NEVER = Long.MIN_VALUE;

    private final EventLog log;
    private final JobAttempt job;
    private final int[] offsets;
    private final long[] lastRead;
    private final long[] watermarks;
    private int nextChange;
    private long catalogMark = NEVER;

    /**
     * @param restored null for a job that starts without state
     */
    Sources(EventLog log, JobAttempt job, @Nullable Snapshot restored) throws Exception {
        this.log = log;
        this.job = job;
        this.offsets =
                restored == null ? new int[log.partitionCount()] : restored.offsets().clone();
        this.nextChange = restored == null ? 0 : restored.nextChange();
        this.lastRead = new long[log.partitionCount()];
        Arrays.fill(lastRead, NEVER);
        this.watermarks = new long[job.parallelism()];
        Arrays.fill(watermarks, NEVER);
        for (int subtask = log.partitionCount(); subtask < job.parallelism(); subtask++) {
            job.noEvents(subtask);
        }
    }

    Snapshot snapshot(long checkpointId) {
        return Snapshot.of(checkpointId, offsets.clone(), nextChange);
    }

    void read(int partition, int records) throws Exception {
        int chosen = partition % log.partitionCount();
        List<RawEvent> all = log.partition(chosen);
        for (int i = 0; i < records && offsets[chosen] < all.size(); i++) {
            RawEvent event = all.get(offsets[chosen]++);
            lastRead[chosen] = event.appendMillis();
            job.event(subtaskOf(chosen), event);
        }
    }

    void readChange() throws Exception {
        List<CatalogChange> changes = CatalogLog.changes();
        if (nextChange < changes.size()) {
            broadcast(CatalogUpdate.changed(changes.get(nextChange++)));
        }
    }

    /**
     * Reads the catalog until it is complete at the append time of a record; beyond the last, until
     * the end.
     */
    void readCatalog(int record) throws Exception {
        List<RawEvent> all = log.inAppendOrder();
        completeCatalog(record < all.size() ? all.get(record).appendMillis() : log.endMillis());
    }

    /**
     * Lets a subtask tell how far time is.
     *
     * @param eager up to the next record; otherwise up to the last one read
     */
    void tick(int subtask, boolean eager) throws Exception {
        int chosen = subtask % job.parallelism();
        long slowest =
                IntStream.range(0, log.partitionCount())
                        .filter(partition -> subtaskOf(partition) == chosen)
                        .mapToLong(partition -> timeOf(partition, eager))
                        .min()
                        .orElse(NEVER);
        if (slowest > watermarks[chosen]) {
            watermarks[chosen] = slowest;
            job.eventTime(chosen, slowest);
        }
    }

    /** Reads everything left, in append order. */
    void readToTheEnd() throws Exception {
        completeCatalog(log.endMillis());
        for (RawEvent next : log.inAppendOrder()) {
            int partition = next.position().partition();
            if (next.position().offset() == offsets[partition]) {
                read(partition, 1);
            }
        }
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            tick(subtask, true);
        }
    }

    private void completeCatalog(long untilMillis) throws Exception {
        List<CatalogChange> changes = CatalogLog.changes();
        while (nextChange < changes.size()
                && changes.get(nextChange).recordedAtMillis() <= untilMillis) {
            readChange();
        }
        if (untilMillis > catalogMark) {
            catalogMark = untilMillis;
            broadcast(CatalogUpdate.completeUntil(untilMillis));
        }
    }

    private void broadcast(CatalogUpdate update) throws Exception {
        for (int subtask = 0; subtask < job.parallelism(); subtask++) {
            job.catalog(subtask, update);
        }
    }

    /** Nothing appended until then will come from the partition. */
    private long timeOf(int partition, boolean eager) {
        List<RawEvent> all = log.partition(partition);
        if (eager) {
            return offsets[partition] < all.size()
                    ? all.get(offsets[partition]).appendMillis() - 1
                    : log.endMillis();
        }
        return lastRead[partition] == NEVER ? NEVER : lastRead[partition] - 1;
    }

    private int subtaskOf(int partition) {
        return partition % job.parallelism();
    }
}
