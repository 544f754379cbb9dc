package io.flowmeter.job.store;

import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.SlicePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Epochs made by the real writer and given to a committer as Flink gives them. */
final class CommitTrial {

    static final Backoff QUICK = new Backoff(3, Duration.ofMillis(20), Duration.ofSeconds(20));
    static final String SINK = "store-aggregates";

    private final Map<String, Counter> counters = new HashMap<>();
    private final EpochCommitter committer;

    CommitTrial(PostgresSettings settings) {
        var group =
                new UnregisteredMetricsGroup() {
                    @Override
                    public Counter counter(String name) {
                        return counters.computeIfAbsent(name, n -> new SimpleCounter());
                    }
                };
        committer =
                new EpochCommitter(
                        settings, SlicePolicy.DEFAULT, new CommitMetrics(group), QUICK, true);
    }

    /** The batches of one epoch of the only subtask. */
    static List<EpochBatch> epoch(long checkpointId, StoreWrite... rows) {
        return epoch(checkpointId, 0, 1, Epoch.NO_WATERMARK, rows);
    }

    static List<EpochBatch> epoch(
            long checkpointId,
            int subtask,
            int parallelism,
            long watermarkMillis,
            StoreWrite... rows) {
        var metrics = UnregisteredMetricsGroup.createSinkWriterMetricGroup();
        var writer = new EpochWriter(SINK, 0, subtask, parallelism, metrics);
        writer.writeWatermark(new Watermark(watermarkMillis));
        for (var row : rows) {
            writer.write(row, null);
        }
        return writer.prepareCommit().stream()
                .map(batch -> batch.ofCheckpoint(checkpointId))
                .toList();
    }

    /**
     * @return how many of the batches were signalled as already committed
     */
    int commit(Collection<EpochBatch> batches) throws IOException, InterruptedException {
        var requests = batches.stream().map(Request::new).toList();
        committer.commit(new ArrayList<CommitRequest<EpochBatch>>(requests));
        return (int) requests.stream().filter(request -> request.alreadyCommitted).count();
    }

    long counter(String name) {
        return counters.get(name).getCount();
    }

    private static final class Request implements CommitRequest<EpochBatch> {

        private final EpochBatch batch;
        private boolean alreadyCommitted;

        Request(EpochBatch batch) {
            this.batch = batch;
        }

        @Override
        public EpochBatch getCommittable() {
            return batch;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalAlreadyCommitted() {
            alreadyCommitted = true;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {
            throw new AssertionError("Flink would drop the rows", t);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {
            throw new AssertionError("the committer throws instead", t);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("Flink would retry without a pause");
        }

        @Override
        public void updateAndRetryLater(EpochBatch committable) {
            throw new AssertionError("Flink would retry without a pause");
        }
    }
}
