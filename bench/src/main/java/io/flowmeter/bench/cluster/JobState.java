package io.flowmeter.bench.cluster;

import java.util.Arrays;

/** What Flink says of a job, in its words, and one more. */
public enum JobState {
    INITIALIZING,
    CREATED,
    RUNNING,
    FAILING,
    FAILED,
    CANCELLING,
    CANCELED,
    FINISHED,
    RESTARTING,
    SUSPENDED,
    RECONCILING,

    /** Nothing was submitted, or the JobManager does not answer or does not know the job. */
    UNKNOWN;

    static JobState of(String name) {
        return Arrays.stream(values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Whether the job will never run again. */
    public boolean isEnd() {
        return this == FAILED || this == CANCELED || this == FINISHED;
    }
}
