package io.flowmeter.job.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask of the sink received between two checkpoints; each of its chunks carries it.
 * Key: {@code id}.
 *
 * @param id a random UUID, made with the epoch and kept in its committables: the same on every
 *     attempt to commit them, from whatever checkpoint or savepoint, and different for every other
 *     epoch. It must not be computed from the checkpoint's number: after a failed checkpoint, or a
 *     restore of an older savepoint, the number comes again with other content, and a marker of the
 *     earlier epoch would swallow it.
 * @param generation of the rows; the one they were computed for, whatever a restored job writes now
 * @param checkpointId of the checkpoint that made the epoch; {@link #NO_CHECKPOINT} until stamped
 * @param watermarkMillis append time up to which the epoch, with those before it, is complete;
 *     {@link #NO_WATERMARK} before the first watermark
 * @param chunks how many batches make up the epoch, at least one
 */
public record Epoch(
        UUID id,
        String sinkUid,
        int generation,
        int subtask,
        int parallelism,
        long checkpointId,
        long watermarkMillis,
        int chunks) {

    static final long NO_CHECKPOINT = -1;
    static final long NO_WATERMARK = Long.MIN_VALUE;

    public Epoch {
        if (subtask < 0 || subtask >= parallelism) {
            throw new IllegalArgumentException(
                    "subtask must be in [0, " + parallelism + "), was " + subtask);
        }
        if (chunks < 1) {
            throw new IllegalArgumentException("chunks must be >= 1, was " + chunks);
        }
    }

    Epoch ofCheckpoint(long checkpoint) {
        return new Epoch(
                id, sinkUid, generation, subtask, parallelism, checkpoint, watermarkMillis, chunks);
    }

    /** Null where there is nothing to say: before the first watermark, and before 1970. */
    @Nullable Long watermarkMillisOrNull() {
        return watermarkMillis < 0 ? null : watermarkMillis;
    }

    @Override
    public String toString() {
        return String.format(
                "epoch %s of %s (subtask %d of %d, checkpoint %d)",
                id, sinkUid, subtask, parallelism, checkpointId);
    }
}
