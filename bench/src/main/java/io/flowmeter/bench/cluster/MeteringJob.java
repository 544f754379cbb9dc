package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metering job on the cluster. One runs at a time; each submission gets a new id, of which the
 * latest is meant here.
 */
public final class MeteringJob {

    private final FlinkRest rest;
    private final JobQueries queries;
    private final JobSubmission submission;
    private final SavedStates states;
    private final Savepoints savepoints;
    private volatile @Nullable String id;

    MeteringJob(FlinkRest rest, JobSubmission submission, StateDisk disk) {
        this.rest = rest;
        this.queries = new JobQueries(rest);
        this.submission = submission;
        this.states = new SavedStates(disk);
        this.savepoints = new Savepoints(rest, states.savepoints());
    }

    /**
     * Submits the job with {@code flink run}. A checkpoint of this cluster then belongs to the job,
     * which deletes it when it has newer ones; a savepoint stays as it is.
     *
     * @param restoreFrom path of a checkpoint or savepoint as Flink's processes see it
     * @return the job's id
     */
    public String submit(int parallelism, Optional<String> restoreFrom) {
        boolean claim = restoreFrom.filter(states::isCheckpoint).isPresent();
        id = submission.run(parallelism, restoreFrom, claim);
        return id();
    }

    /**
     * The latest submission's id.
     *
     * @throws IllegalStateException if nothing was submitted
     */
    public String id() {
        String known = id;
        if (known == null) {
            throw new IllegalStateException("no job was submitted");
        }
        return known;
    }

    /** Takes up the newest job the JobManager knows, submitted by whomever. */
    public Optional<String> find() {
        queries.findNewest().ifPresent(newest -> id = newest);
        return Optional.ofNullable(id);
    }

    public JobState state() {
        return id == null ? JobState.UNKNOWN : queries.state(id());
    }

    /**
     * Waits until every task of the job runs.
     *
     * @throws IllegalStateException if it does not come to that, or the job ends
     */
    public void awaitRunning(Duration patience) {
        Waiting.until(
                "job " + id() + " running with all its tasks",
                patience,
                () -> {
                    if (state().isEnd()) {
                        throw new Waiting.GaveUpException("job " + id() + " is " + state());
                    }
                    return queries.isRunning(id());
                });
    }

    /** Waits until as many checkpoints of this submission are complete. */
    public void awaitCheckpoints(long completed, Duration patience) {
        Waiting.until(
                completed + " completed checkpoints of job " + id(),
                patience,
                () -> completedCheckpoints() >= completed);
    }

    /** Subtasks per operator; 0 if it is not known. */
    public int parallelism() {
        return queries.parallelism(id());
    }

    /** How often Flink restarted this submission after a failure; 0 if it is not known. */
    public int restarts() {
        return queries.restarts(id());
    }

    /** Of this submission; 0 if it is not known. */
    public long completedCheckpoints() {
        return queries.checkpoints(id(), "completed");
    }

    /** Of this submission; 0 if it is not known. */
    public long failedCheckpoints() {
        return queries.checkpoints(id(), "failed");
    }

    /** The number of the newest complete one of this submission; empty if there is none. */
    public Optional<Long> latestCheckpoint() {
        return queries.latestCheckpoint(id());
    }

    /**
     * What became of one of the latest checkpoints, such as {@code COMPLETED} or {@code FAILED}.
     */
    public Optional<String> checkpointStatus(long checkpoint) {
        return queries.checkpointStatus(id(), checkpoint);
    }

    /**
     * Stops the job with a savepoint in canonical format, which later versions can read too.
     *
     * @return the savepoint's path, as Flink's processes see it
     */
    public String stopWithSavepoint(Duration patience) {
        String savepoint = savepoints.takeAndStop(id(), patience);
        awaitEnd(patience);
        return savepoint;
    }

    /**
     * Takes a savepoint; the job goes on.
     *
     * @param canonical else in RocksDB's own format
     * @return the savepoint's path, as Flink's processes see it
     */
    public String triggerSavepoint(Duration patience, boolean canonical) {
        return savepoints.take(id(), canonical, patience);
    }

    /** Ends the job at once and waits until it has ended; its latest checkpoints stay. */
    public void cancel(Duration patience) {
        try {
            rest.patch("/jobs/" + id() + "?mode=cancel");
        } catch (IOException e) {
            throw new UncheckedIOException("could not cancel job " + id(), e);
        }
        awaitEnd(patience);
    }

    /**
     * The newest completed checkpoint on the disk, of whichever submission: where to go on after
     * the loss of the JobManager. The path is as Flink's processes see it.
     */
    public Optional<String> latestRetainedCheckpoint() {
        return states.findLatestCheckpoint().map(Path::toString);
    }

    /** The newest completed checkpoint or savepoint: where to go on after a stop of any kind. */
    public Optional<String> latestSavedState() {
        return states.findLatest().map(Path::toString);
    }

    /**
     * Deletes the savepoints, and the checkpoints that earlier submissions left; Flink never does.
     * This one needs none of them any more once it has completed a checkpoint itself.
     */
    public void deleteEarlierSavedStates() {
        states.deleteAllButCheckpointsOf(id());
    }

    private void awaitEnd(Duration patience) {
        Waiting.until("the end of job " + id(), patience, () -> state().isEnd());
    }
}
