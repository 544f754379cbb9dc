package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/**
 * Collects an epoch in memory: the last value of every row. It needs no state of its own, since at
 * each checkpoint all it holds leaves as committables. An epoch without rows leaves as one empty
 * batch, so that {@code job_progress} advances while no tenant uses anything.
 */
final class EpochWriter implements CommittingSinkWriter<StoreWrite, EpochBatch> {

    /** One row is about 100 bytes serialised: a batch stays well below a megabyte. */
    static final int MAX_ROWS_PER_BATCH = 5_000;

    private final String sinkUid;
    private final int generation;
    private final int subtask;
    private final int parallelism;
    private final SinkWriterMetricGroup metrics;
    private final EpochRows rows = new EpochRows();
    private long watermarkMillis = Epoch.NO_WATERMARK;

    EpochWriter(
            String sinkUid,
            int generation,
            int subtask,
            int parallelism,
            SinkWriterMetricGroup metrics) {
        this.sinkUid = sinkUid;
        this.generation = generation;
        this.subtask = subtask;
        this.parallelism = parallelism;
        this.metrics = metrics;
        metrics.gauge("epochRows", rows::size);
    }

    @Override
    public void write(StoreWrite row, Context context) {
        rows.add(row);
    }

    /**
     * The last watermark of all, sent at the end of bounded input and by a draining stop, is left
     * out: it is no append time, and progress that never goes back would stand there for ever.
     */
    @Override
    public void writeWatermark(Watermark watermark) {
        if (watermark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
            watermarkMillis = watermark.getTimestamp();
        }
    }

    @Override
    public void flush(boolean endOfInput) {
        // Nothing is written before the checkpoint completes.
    }

    @Override
    public Collection<EpochBatch> prepareCommit() {
        var drained = rows.drain();
        metrics.getNumRecordsSendCounter().inc(drained.size());
        var chunks = Math.max(1, (drained.size() + MAX_ROWS_PER_BATCH - 1) / MAX_ROWS_PER_BATCH);
        var epoch =
                new Epoch(
                        UUID.randomUUID(),
                        sinkUid,
                        generation,
                        subtask,
                        parallelism,
                        Epoch.NO_CHECKPOINT,
                        watermarkMillis,
                        chunks);
        List<EpochBatch> batches = new ArrayList<>(chunks);
        for (var chunk = 0; chunk < chunks; chunk++) {
            var from = chunk * MAX_ROWS_PER_BATCH;
            var to = Math.min(drained.size(), from + MAX_ROWS_PER_BATCH);
            batches.add(new EpochBatch(epoch, chunk, drained.subList(from, to)));
        }
        return batches;
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
