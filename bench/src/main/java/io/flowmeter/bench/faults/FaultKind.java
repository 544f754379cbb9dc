package io.flowmeter.bench.faults;

import java.util.Locale;

/** What may happen to a cluster. The order is the report's. */
enum FaultKind {
    KILL_TASK_MANAGER("kill -9 of a TaskManager"),
    KILL_JOB_MANAGER("kill -9 of the JobManager; job from its last retained checkpoint"),
    KILL_BROKER("kill -9 of the Kafka broker"),
    KILL_POSTGRES("kill -9 of Postgres, all its processes"),
    KILL_POSTGRES_BACKEND("kill -9 of one Postgres backend of the job"),
    KILL_API("kill -9 of a query API"),
    PAUSE_TASK_MANAGER("SIGSTOP of a TaskManager"),
    PAUSE_JOB_MANAGER("SIGSTOP of the JobManager"),
    PAUSE_BROKER("SIGSTOP of the Kafka broker"),
    PAUSE_POSTGRES("SIGSTOP of Postgres, all its processes"),
    PAUSE_API("SIGSTOP of a query API"),
    FAIL_CHECKPOINT("checkpoint failed after the sink's own snapshot"),
    CRASH_AFTER_COMMIT("crash after the database commit, before its acknowledgement"),
    FILL_STATE_DISK("disk of the state directory full"),
    RESCALE("rescaled by savepoint"),
    RESTART_FROM_SAVEPOINT("stopped with a savepoint and restarted"),
    RESTORE_SAVEPOINT_TWICE("the same savepoint restored twice");

    private final String description;

    FaultKind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** As in the report's tables: kill-broker. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
