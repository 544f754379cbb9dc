package io.flowmeter.job.store;

import io.flowmeter.core.window.SlicePolicy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies epochs whose checkpoint is complete. Flink calls it in the order of checkpoints, when one
 * completes and, with all that the restored one holds, on every start; so an epoch may come again,
 * and after a rescale a call may bring epochs of several former subtasks.
 *
 * <p>A failure that may pass is tried again here, for a short while: Flink's own retry has no pause
 * and no effect but to end the job sooner. Then, and for any other failure, the commit throws and
 * the job restarts from its checkpoint, which holds the epoch. No row is ever given up.
 */
final class EpochCommitter implements Committer<EpochBatch> {

    private static final Logger LOG = LoggerFactory.getLogger(EpochCommitter.class);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

    private final PostgresTransactions transactions;
    private final SlicePolicy slices;
    private final CommitMetrics metrics;
    private final boolean isPurger;
    private long nextPurgeNanos = System.nanoTime();

    /**
     * @param slices how long minutes are kept
     * @param isPurger whether this committer purges old rows; one of a sink's does
     */
    EpochCommitter(
            PostgresSettings settings,
            SlicePolicy slices,
            CommitMetrics metrics,
            Backoff backoff,
            boolean isPurger) {
        this.slices = slices;
        this.metrics = metrics;
        this.transactions =
                new PostgresTransactions(
                        settings, "flowmeter epoch sink", backoff, metrics::retried);
        this.isPurger = isPurger;
    }

    @Override
    public void commit(Collection<CommitRequest<EpochBatch>> requests)
            throws IOException, InterruptedException {
        Map<UUID, List<CommitRequest<EpochBatch>>> byEpoch = new LinkedHashMap<>();
        for (var request : requests) {
            byEpoch.computeIfAbsent(request.getCommittable().epoch().id(), id -> new ArrayList<>())
                    .add(request);
        }
        for (var ofEpoch : byEpoch.values()) {
            commitEpoch(ofEpoch);
        }
        if (isPurger && !requests.isEmpty()) {
            purgeIfDue(requests.iterator().next().getCommittable().epoch());
        }
    }

    @Override
    public void close() {
        transactions.close();
    }

    private void commitEpoch(List<CommitRequest<EpochBatch>> requests)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        var batches = requests.stream().map(CommitRequest::getCommittable).toList();
        var epoch = batches.get(0).epoch();
        var isNew =
                transactions.runWithRetries(
                        epoch.toString(),
                        connection -> EpochTransaction.apply(connection, batches));
        if (isNew) {
            var rows = batches.stream().mapToLong(batch -> batch.rows().size()).sum();
            metrics.committed(rows, since(start).toMillis());
        } else {
            LOG.info("{} was committed before", epoch);
            metrics.alreadyCommitted();
            requests.forEach(CommitRequest::signalAlreadyCommitted);
        }
    }

    /** A purge that fails is no reason to stop the numbers: the next one makes up for it. */
    private void purgeIfDue(Epoch epoch) {
        if (System.nanoTime() - nextPurgeNanos < 0) {
            return;
        }
        nextPurgeNanos = System.nanoTime() + PURGE_INTERVAL.toNanos();
        try {
            var markers =
                    transactions.runOnce(
                            connection -> EpochMarkerPurge.execute(connection, epoch.sinkUid()));
            metrics.purged(markers);
            transactions.runOnce(
                    connection ->
                            MinutePurge.execute(connection, epoch, slices.minuteAge().toMillis()));
        } catch (SQLException e) {
            LOG.warn("old rows of {} were not purged: {}", epoch.sinkUid(), e.getMessage());
        }
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
