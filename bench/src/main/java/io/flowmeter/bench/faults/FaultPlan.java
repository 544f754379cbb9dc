package io.flowmeter.bench.faults;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do.
 *
 * @param seed decides load and faults
 * @param duration how long faults strike; starting and comparing come on top
 * @param eventsPerSecond of the load
 * @param longestPause of a stopped process
 * @param golden an earlier release to go on from; null: an empty cluster
 * @param directory of the cluster; emptied first
 */
record FaultPlan(
        long seed,
        Duration duration,
        int eventsPerSecond,
        Duration longestPause,
        @Nullable GoldenRelease golden,
        Path directory) {

    /** Short, so that identities are forgotten and count anew many times during a run. */
    static final Duration DEDUPLICATION_WINDOW = Duration.ofMinutes(1);
}
