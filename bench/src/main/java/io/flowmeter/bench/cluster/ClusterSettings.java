package io.flowmeter.bench.cluster;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a cluster is started with.
 *
 * @param directory keeps everything: Kafka's log in {@code kafka}, Postgres' data in {@code
 *     postgres}, Flink's state, logs and configuration; what is there already is used
 * @param taskManagers how many, with 4 slots each
 * @param apis how many query APIs, 1 or 2; clients are told of the first
 * @param deduplicationWindow how long the job remembers an event's identity
 * @param checkpointInterval of the job: how fresh its numbers are
 * @param agent whether the TaskManagers carry the fault agent, which {@link Cluster#faultAgent()}
 *     then arms
 * @param stateDiskMebibytes size of a disk in memory for Flink's state, which can be filled and
 *     forgets everything when the cluster ends; 0 for a plain directory, which does neither
 */
public record ClusterSettings(
        Path directory,
        int taskManagers,
        int apis,
        Duration deduplicationWindow,
        Duration checkpointInterval,
        boolean agent,
        int stateDiskMebibytes) {

    static final int SLOTS_PER_TASK_MANAGER = 4;

    public ClusterSettings {
        directory = directory.toAbsolutePath().normalize();
        if (taskManagers < 1 || taskManagers > 8) {
            throw new IllegalArgumentException(
                    "taskManagers must be from 1 to 8, was " + taskManagers);
        }
        if (apis < 1 || apis > 2) {
            throw new IllegalArgumentException("apis must be 1 or 2, was " + apis);
        }
        if (stateDiskMebibytes != 0 && stateDiskMebibytes < 128) {
            throw new IllegalArgumentException(
                    "stateDiskMebibytes must be 0 or >= 128, was " + stateDiskMebibytes);
        }
    }

    /** Two TaskManagers, the job's own defaults, a checkpoint each second; no agent, no disk. */
    public static ClusterSettings in(Path directory) {
        return new ClusterSettings(
                directory, 2, 1, Duration.ofDays(35), Duration.ofSeconds(1), false, 0);
    }

    public ClusterSettings withApis(int newApis) {
        return new ClusterSettings(
                directory,
                taskManagers,
                newApis,
                deduplicationWindow,
                checkpointInterval,
                agent,
                stateDiskMebibytes);
    }

    public ClusterSettings withTaskManagers(int newTaskManagers) {
        return new ClusterSettings(
                directory,
                newTaskManagers,
                apis,
                deduplicationWindow,
                checkpointInterval,
                agent,
                stateDiskMebibytes);
    }

    public ClusterSettings withDeduplicationWindow(Duration newWindow) {
        return new ClusterSettings(
                directory,
                taskManagers,
                apis,
                newWindow,
                checkpointInterval,
                agent,
                stateDiskMebibytes);
    }

    public ClusterSettings withAgent(boolean newAgent) {
        return new ClusterSettings(
                directory,
                taskManagers,
                apis,
                deduplicationWindow,
                checkpointInterval,
                newAgent,
                stateDiskMebibytes);
    }

    public ClusterSettings withStateDiskMebibytes(int newSize) {
        return new ClusterSettings(
                directory,
                taskManagers,
                apis,
                deduplicationWindow,
                checkpointInterval,
                agent,
                newSize);
    }
}
