package io.flowmeter.bench.agent;

/** What the agent can do, once each time it is armed. */
public enum AgentFault {

    /**
     * The TaskManager ends, as by {@code kill -9}, between the return of a Postgres commit that
     * applied rows and Flink's hearing of it: the database has the epoch, and Flink brings it
     * again.
     */
    CRASH_AFTER_COMMIT("crash-after-commit"),

    /**
     * A checkpoint is declined by a task upstream of the sink, after the sink has reported its own
     * part of the same checkpoint, which holds the epoch.
     */
    FAIL_CHECKPOINT_AFTER_SINK("fail-checkpoint-after-sink");

    private final String fileName;

    AgentFault(String fileName) {
        this.fileName = fileName;
    }

    /** The file that arms it; with the suffix {@code .fired} it is the note. */
    public String fileName() {
        return fileName;
    }
}
