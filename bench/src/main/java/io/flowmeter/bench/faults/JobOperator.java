package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.cluster.MeteringJob;
import java.time.Duration;
import java.util.Optional;

/**
 * What the person does who operates the job, by the procedures of docs/operations.md: start it,
 * stop it with a savepoint, rescale it, and bring it back when the JobManager was lost.
 */
final class JobOperator {

    private static final int[] PARALLELISMS = {1, 2, 4};
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRIES = 3;

    private final Cluster cluster;
    private int step = 1;

    JobOperator(Cluster cluster) {
        this.cluster = cluster;
    }

    int parallelism() {
        return PARALLELISMS[step % PARALLELISMS.length];
    }

    /** Starts the job from a savepoint, or without state. */
    void start(Optional<String> savepoint) {
        submit(savepoint);
        job().awaitRunning(PATIENCE);
    }

    /** Goes on with the next parallelism of 1, 2, 4, 1, … */
    String rescale() {
        int before = parallelism();
        String savepoint = stop();
        step++;
        submit(Optional.of(savepoint));
        return before + " -> " + parallelism();
    }

    String restart(Duration absence) throws InterruptedException {
        String savepoint = stop();
        Thread.sleep(absence.toMillis());
        submit(Optional.of(savepoint));
        return "parallelism " + parallelism();
    }

    /** The second time all that was counted since is counted again, from older state. */
    String restoreTwice(Duration between) throws InterruptedException {
        String savepoint = stop();
        submit(Optional.of(savepoint));
        job().awaitRunning(PATIENCE);
        job().awaitCheckpoints(3, PATIENCE);
        Thread.sleep(between.toMillis());
        long checkpoints = job().completedCheckpoints();
        job().cancel(PATIENCE);
        submit(Optional.of(savepoint));
        return "after %d checkpoints of the first restore".formatted(checkpoints);
    }

    /**
     * The JobManager of a session cluster forgets its jobs, but what they saved is retained; the
     * job goes on from the newest of it.
     */
    String resumeAfterLossOfJobManager() {
        String newest =
                job().latestSavedState()
                        .orElseThrow(() -> new IllegalStateException("no checkpoint is retained"));
        cluster.awaitTaskManagers(1, PATIENCE);
        submit(Optional.of(newest));
        return "job from " + newest.substring(newest.lastIndexOf('/') + 1);
    }

    /**
     * Waits until the job runs and a checkpoint shows that it works, then stops it. What the jobs
     * before it left is deleted, or it would fill the disk.
     */
    String stop() {
        for (int attempt = 1; ; attempt++) {
            awaitWorking();
            job().deleteEarlierSavedStates();
            try {
                return job().stopWithSavepoint(PATIENCE);
            } catch (IllegalStateException e) {
                // The fault before may still be at work; the job goes on then, or restarts.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    void awaitWorking() {
        job().awaitRunning(PATIENCE);
        job().awaitCheckpoints(job().completedCheckpoints() + 1, PATIENCE);
    }

    private void submit(Optional<String> restoreFrom) {
        job().submit(parallelism(), restoreFrom);
    }

    private MeteringJob job() {
        return cluster.job();
    }
}
