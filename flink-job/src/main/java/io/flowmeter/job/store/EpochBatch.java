package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import java.util.List;

/**
 * One chunk of an epoch: the committable, which is the data itself. Key: epoch and chunk.
 *
 * @param chunk from 0
 * @param rows at most one per row key in the whole epoch; empty in an epoch without rows
 */
public record EpochBatch(Epoch epoch, int chunk, List<StoreWrite> rows) {

    public EpochBatch {
        rows = List.copyOf(rows);
    }

    EpochBatch ofCheckpoint(long checkpointId) {
        return new EpochBatch(epoch.ofCheckpoint(checkpointId), chunk, rows);
    }

    /** Without the rows: Flink logs committables. */
    @Override
    public String toString() {
        return String.format(
                "chunk %d of %d of %s, %d rows", chunk, epoch.chunks(), epoch, rows.size());
    }
}
