package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.embedded.EmbeddedFlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metering job on the cluster. One runs at a time; each submission gets a new id, of which the
 * latest is meant here.
 */
public final class MeteringJob {

    private final FlinkRest rest;
    private final JobSubmission submission;
    private final StateDisk disk;
    private final Path checkpoints;
    private final Path savepoints;
    private volatile @Nullable String id;

    MeteringJob(FlinkRest rest, JobSubmission submission, StateDisk disk) {
        this.rest = rest;
        this.submission = submission;
        this.disk = disk;
        this.checkpoints = disk.path().resolve("checkpoints");
        this.savepoints = disk.path().resolve("savepoints");
    }

    /**
     * Submits the job with {@code flink run}. A checkpoint of this cluster then belongs to the job,
     * which deletes it when it has newer ones; a savepoint stays as it is.
     *
     * @param restoreFrom path of a checkpoint or savepoint as Flink's processes see it
     * @return the job's id
     */
    public String submit(int parallelism, Optional<String> restoreFrom) {
        boolean claim = restoreFrom.filter(this::isCheckpoint).isPresent();
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
        try {
            @Nullable JsonNode newest = null;
            for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
                boolean isNewer =
                        newest == null
                                || job.path("start-time").asLong()
                                        > newest.path("start-time").asLong();
                newest = isNewer ? job : newest;
            }
            if (newest != null) {
                id = newest.path("jid").asText();
            }
            return Optional.ofNullable(id);
        } catch (IOException e) {
            return Optional.empty(); // no JobManager answers
        }
    }

    public JobState state() {
        if (id == null) {
            return JobState.UNKNOWN;
        }
        try {
            return JobState.of(rest.get("/jobs/" + id).path("state").asText());
        } catch (IOException e) {
            return JobState.UNKNOWN;
        }
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
                    JsonNode job = rest.get("/jobs/" + id());
                    if (JobState.of(job.path("state").asText()).isEnd()) {
                        throw new Waiting.GaveUpException(
                                "job " + id() + " ended: " + job.path("state").asText());
                    }
                    return isRunning(job);
                });
    }

    /** Waits until as many checkpoints of this submission are complete. */
    public void awaitCheckpoints(long completed, Duration patience) {
        Waiting.until(
                completed + " completed checkpoints of job " + id(),
                patience,
                () ->
                        rest.get("/jobs/" + id() + "/checkpoints")
                                        .path("counts")
                                        .path("completed")
                                        .asLong()
                                >= completed);
    }

    /** Subtasks per operator; 0 if it is not known. */
    public int parallelism() {
        int most = 0;
        for (JsonNode vertex : ask("").path("vertices")) {
            most = Math.max(most, vertex.path("parallelism").asInt());
        }
        return most;
    }

    /** How often Flink restarted this submission after a failure; 0 if it is not known. */
    public int restarts() {
        return ask("/metrics?get=numRestarts").path(0).path("value").asInt();
    }

    /** Of this submission; 0 if it is not known. */
    public long completedCheckpoints() {
        return ask("/checkpoints").path("counts").path("completed").asLong();
    }

    /** Of this submission; 0 if it is not known. */
    public long failedCheckpoints() {
        return ask("/checkpoints").path("counts").path("failed").asLong();
    }

    /**
     * What became of one of the latest checkpoints, such as {@code COMPLETED} or {@code FAILED}.
     */
    public Optional<String> checkpointStatus(long checkpoint) {
        String status = ask("/checkpoints/details/" + checkpoint).path("status").asText();
        return Optional.of(status).filter(text -> !text.isEmpty());
    }

    /**
     * Stops the job with a savepoint in canonical format, which later versions can read too.
     *
     * @return the savepoint's path, as Flink's processes see it
     */
    public String stopWithSavepoint(Duration patience) {
        String savepoint =
                savepoint(
                        "/stop",
                        Map.of(
                                "targetDirectory",
                                savepoints.toUri().toString(),
                                "drain",
                                false,
                                "formatType",
                                "CANONICAL"),
                        patience);
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
        return savepoint(
                "/savepoints",
                Map.of(
                        "target-directory",
                        savepoints.toUri().toString(),
                        "cancel-job",
                        false,
                        "formatType",
                        canonical ? "CANONICAL" : "NATIVE"),
                patience);
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
     * the loss of the JobManager.
     */
    public Optional<String> latestRetainedCheckpoint() {
        try {
            return EmbeddedFlink.latestCheckpoint(disk.seen(checkpoints))
                    .map(path -> checkpoints.resolve(disk.seen(checkpoints).relativize(path)))
                    .map(Path::toString);
        } catch (IOException e) {
            throw new UncheckedIOException("could not look for checkpoints", e);
        }
    }

    private boolean isCheckpoint(String path) {
        return path.replaceFirst("^file:/*", "/").startsWith(checkpoints.toString());
    }

    private String savepoint(String path, Map<String, Object> body, Duration patience) {
        try {
            String trigger = rest.post("/jobs/" + id() + path, body).path("request-id").asText();
            var answer = new SavepointAnswer(rest, "/jobs/" + id() + "/savepoints/" + trigger);
            Waiting.until("a savepoint of job " + id(), patience, answer::isComplete);
            return Path.of(URI.create(answer.location())).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("could not ask for a savepoint of job " + id(), e);
        }
    }

    private void awaitEnd(Duration patience) {
        Waiting.until("the end of job " + id(), patience, () -> state().isEnd());
    }

    private JsonNode ask(String path) {
        try {
            return rest.get("/jobs/" + id() + path);
        } catch (IOException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }

    private static boolean isRunning(JsonNode job) {
        boolean all = JobState.of(job.path("state").asText()) == JobState.RUNNING;
        for (JsonNode vertex : job.path("vertices")) {
            all &= vertex.path("status").asText().equals("RUNNING");
            all &=
                    vertex.path("tasks").path("RUNNING").asInt()
                            == vertex.path("parallelism").asInt();
        }
        return all;
    }
}
