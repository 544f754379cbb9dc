package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Flink's REST API says of one job; a JobManager that does not answer says nothing. */
final class JobQueries {

    private final FlinkRest rest;

    JobQueries(FlinkRest rest) {
        this.rest = rest;
    }

    /** The id of the job that was submitted last; empty if there is none. */
    Optional<String> findNewest() {
        @Nullable JsonNode newest = null;
        for (JsonNode job : ask("/jobs/overview").path("jobs")) {
            boolean isNewer =
                    newest == null
                            || job.path("start-time").asLong() > newest.path("start-time").asLong();
            newest = isNewer ? job : newest;
        }
        return Optional.ofNullable(newest).map(job -> job.path("jid").asText());
    }

    JobState state(String job) {
        return JobState.of(ask("/jobs/" + job).path("state").asText());
    }

    /** Whether the job and every single task of it runs. */
    boolean isRunning(String job) {
        JsonNode answer = ask("/jobs/" + job);
        boolean all = JobState.of(answer.path("state").asText()) == JobState.RUNNING;
        for (JsonNode vertex : answer.path("vertices")) {
            int running = vertex.path("tasks").path("RUNNING").asInt();
            all &= running == vertex.path("parallelism").asInt();
        }
        return all;
    }

    /** The greatest of its operators; 0 if it is not known. */
    int parallelism(String job) {
        int most = 0;
        for (JsonNode vertex : ask("/jobs/" + job).path("vertices")) {
            most = Math.max(most, vertex.path("parallelism").asInt());
        }
        return most;
    }

    /** All tasks are connected, so Flink restarts all of them, and each attempt is a restart. */
    int restarts(String job) {
        String vertex = ask("/jobs/" + job).path("vertices").path(0).path("id").asText();
        int attempts = 0;
        for (JsonNode subtask : ask("/jobs/" + job + "/vertices/" + vertex).path("subtasks")) {
            attempts = Math.max(attempts, subtask.path("attempt").asInt());
        }
        return attempts;
    }

    /**
     * How many checkpoints; 0 if it is not known.
     *
     * @param outcome {@code completed} or {@code failed}
     */
    long checkpoints(String job, String outcome) {
        return ask("/jobs/" + job + "/checkpoints").path("counts").path(outcome).asLong();
    }

    /** The number of the newest one that is complete; empty if there is none. */
    Optional<Long> latestCheckpoint(String job) {
        JsonNode latest = ask("/jobs/" + job + "/checkpoints").path("latest").path("completed");
        return latest.has("id") ? Optional.of(latest.path("id").asLong()) : Optional.empty();
    }

    Optional<String> checkpointStatus(String job, long checkpoint) {
        String status =
                ask("/jobs/" + job + "/checkpoints/details/" + checkpoint).path("status").asText();
        return Optional.of(status).filter(text -> !text.isEmpty());
    }

    private JsonNode ask(String path) {
        try {
            return rest.get(path);
        } catch (IOException e) {
            return MissingNode.getInstance(); // it is down, or does not know: nothing is said
        }
    }
}
