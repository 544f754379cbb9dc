package io.flowmeter.job.store;

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

    private final PostgresConnection connection;
    private final PostgresSettings settings;
    private final CommitMetrics metrics;
    private final Backoff backoff;
    private final boolean isPurger;
    private long nextPurgeNanos = System.nanoTime();

    /**
     * @param isPurger whether this committer purges old markers; one of a sink's does
     */
    EpochCommitter(
            PostgresSettings settings, CommitMetrics metrics, Backoff backoff, boolean isPurger) {
        this.connection = new PostgresConnection(settings);
        this.settings = settings;
        this.metrics = metrics;
        this.backoff = backoff;
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
            purgeIfDue(requests.iterator().next().getCommittable().epoch().sinkUid());
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private void commitEpoch(List<CommitRequest<EpochBatch>> requests)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        var batches = requests.stream().map(CommitRequest::getCommittable).toList();
        if (applyWithRetries(batches)) {
            var rows = batches.stream().mapToLong(batch -> batch.rows().size()).sum();
            metrics.committed(rows, since(start).toMillis());
        } else {
            LOG.info("{} was committed before", batches.get(0).epoch());
            metrics.alreadyCommitted();
            requests.forEach(CommitRequest::signalAlreadyCommitted);
        }
    }

    private boolean applyWithRetries(List<EpochBatch> batches)
            throws IOException, InterruptedException {
        var start = System.nanoTime();
        for (var tries = 1; ; tries++) {
            try {
                return apply(batches);
            } catch (SQLException e) {
                var epoch = batches.get(0).epoch();
                if (!isTransient(e)) {
                    throw new IOException(
                            String.format(
                                    "%s cannot be stored in %s: %s",
                                    epoch, settings, e.getMessage()),
                            e);
                }
                if (!backoff.allowsAnother(tries, since(start))) {
                    throw new IOException(
                            String.format(
                                    "%s was not stored in %s in %d tries, the job restarts: %s",
                                    epoch, settings, tries, e.getMessage()),
                            e);
                }
                var delay = backoff.delayAfter(tries);
                LOG.warn("{} not stored, next try in {}: {}", epoch, delay, e.getMessage());
                metrics.retried();
                Thread.sleep(delay.toMillis());
            }
        }
    }

    private boolean apply(List<EpochBatch> batches) throws SQLException {
        var done = false;
        try {
            var isNew = EpochTransaction.apply(connection.get(), batches);
            done = true;
            return isNew;
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    /**
     * By SQLState class: 08 connection, 40 rollback (deadlock, serialization), 53 resources, 57
     * operator intervention (shutdown, restart).
     */
    private static boolean isTransient(SQLException e) {
        var state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57"));
    }

    /** A purge that fails is no reason to stop the numbers: the next one makes up for it. */
    private void purgeIfDue(String sinkUid) {
        if (System.nanoTime() - nextPurgeNanos < 0) {
            return;
        }
        nextPurgeNanos = System.nanoTime() + PURGE_INTERVAL.toNanos();
        try {
            metrics.purged(EpochMarkerPurge.execute(connection.get(), sinkUid));
        } catch (SQLException e) {
            LOG.warn("old epoch markers of {} were not purged: {}", sinkUid, e.getMessage());
            connection.close();
        }
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
