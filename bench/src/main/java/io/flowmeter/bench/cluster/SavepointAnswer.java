package io.flowmeter.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What becomes of one savepoint that was asked for. */
final class SavepointAnswer {

    private static final int REASON_CHARACTERS = 1_000;

    private final FlinkRest rest;
    private final String path;
    private String location = "";

    SavepointAnswer(FlinkRest rest, String path) {
        this.rest = rest;
        this.path = path;
    }

    /**
     * @throws Waiting.GaveUpException if it failed, with Flink's reason
     */
    boolean isComplete() throws IOException {
        JsonNode answer = rest.get(path);
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
        location = operation.path("location").asText();
        return true;
    }

    /** A URI; empty before it is complete. */
    String location() {
        return location;
    }
}
