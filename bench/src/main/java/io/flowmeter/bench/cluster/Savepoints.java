package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Asks Flink for savepoints and waits for them. */
final class Savepoints {

    private static final int REASON_CHARACTERS = 1_000;

    private final FlinkRest rest;
    private final Path directory;

    /**
     * @param directory as Flink's processes see it
     */
    Savepoints(FlinkRest rest, Path directory) {
        this.rest = rest;
        this.directory = directory;
    }

    /** In canonical format; Flink then stops the job. */
    String takeAndStop(String job, Duration patience) {
        Map<String, Object> body =
                Map.of(
                        "targetDirectory",
                        directory.toUri().toString(),
                        "drain",
                        false,
                        "formatType",
                        "CANONICAL");
        return take(job, "/stop", body, patience);
    }

    String take(String job, boolean canonical, Duration patience) {
        Map<String, Object> body =
                Map.of(
                        "target-directory",
                        directory.toUri().toString(),
                        "cancel-job",
                        false,
                        "formatType",
                        canonical ? "CANONICAL" : "NATIVE");
        return take(job, "/savepoints", body, patience);
    }

    private String take(String job, String path, Map<String, Object> body, Duration patience) {
        try {
            String trigger = rest.post("/jobs/" + job + path, body).path("request-id").asText();
            String question = "/jobs/" + job + "/savepoints/" + trigger;
            Waiting.until(
                    "a savepoint of job " + job, patience, () -> isComplete(rest.get(question)));
            String location = rest.get(question).path("operation").path("location").asText();
            return Path.of(URI.create(location)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not take a savepoint of job " + job + ": " + e.getMessage(), e);
        }
    }

    /**
     * @throws Waiting.GaveUpException if it failed, with Flink's reason
     */
    static boolean isComplete(JsonNode answer) {
        if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
            return false;
        }
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
            String reason = operation.path("failure-cause").path("stack-trace").asText();
            throw new Waiting.GaveUpException(
                    "the savepoint failed: "
                            + reason.substring(0, Math.min(REASON_CHARACTERS, reason.length())));
        }
        return true;
    }
}
