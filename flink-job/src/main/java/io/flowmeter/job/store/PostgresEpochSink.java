package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.SlicePolicy;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Writes every row exactly once, when the checkpoint that contains it is complete.
 *
 * <p>An <i>epoch</i> is what one subtask received between two checkpoints. The writer keeps the
 * last value of each row; at the checkpoint the epoch becomes a list of committables, which Flink
 * keeps in its state until the committer has applied them all in one Postgres transaction. Work
 * whose checkpoint fails was never visible; an epoch applied twice finds its marker in {@code
 * sink_epoch} and does nothing; and a row never gives way to one of a lower revision.
 *
 * <p>The job must run with checkpointing: without it nothing is ever committed but at the end of
 * bounded input.
 */
public final class PostgresEpochSink
        implements Sink<StoreWrite>,
                SupportsCommitter<EpochBatch>,
                SupportsPreCommitTopology<EpochBatch, EpochBatch> {

    private final PostgresSettings settings;
    private final String sinkUid;
    private final int generation;
    private final SlicePolicy slices;

    /**
     * @param sinkUid the operator's uid; a job that forks from a savepoint of this one, as a
     *     backfill does, needs another
     * @param generation of the rows written; must exist in table {@code generation} before readers
     *     can see them
     * @param slices how long minutes are kept
     */
    public PostgresEpochSink(
            PostgresSettings settings, String sinkUid, int generation, SlicePolicy slices) {
        this.slices = slices;
        if (sinkUid.isBlank()) {
            throw new IllegalArgumentException("sinkUid must not be blank");
        }
        if (generation < 0) {
            throw new IllegalArgumentException("generation must be >= 0, was " + generation);
        }
        this.settings = settings;
        this.sinkUid = sinkUid;
        this.generation = generation;
    }

    @Override
    public SinkWriter<StoreWrite> createWriter(WriterInitContext context) {
        var task = context.getTaskInfo();
        return new EpochWriter(
                sinkUid,
                generation,
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                context.metricGroup());
    }

    @Override
    public DataStream<CommittableMessage<EpochBatch>> addPreCommitTopology(
            DataStream<CommittableMessage<EpochBatch>> committables) {
        return committables
                .map(new StampCheckpoint())
                .returns(CommittableMessageTypeInfo.of(EpochBatchSerializer::new))
                .uid("stamp-checkpoint")
                .name("stamp checkpoint");
    }

    @Override
    public Committer<EpochBatch> createCommitter(CommitterInitContext context) {
        var metrics = new CommitMetrics(context.metricGroup());
        var isPurger = context.getTaskInfo().getIndexOfThisSubtask() == 0;
        return new EpochCommitter(settings, slices, metrics, Backoff.DEFAULT, isPurger);
    }

    @Override
    public SimpleVersionedSerializer<EpochBatch> getCommittableSerializer() {
        return new EpochBatchSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EpochBatch> getWriteResultSerializer() {
        return new EpochBatchSerializer();
    }
}
