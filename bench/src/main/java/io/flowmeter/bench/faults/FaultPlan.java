package io.flowmeter.bench.faults;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /** What makes such a run. */
    String command() {
        return "bench/faults --seed %d --minutes %s --rate %d --longest-pause %d --golden %s"
                .formatted(
                        seed,
                        BigDecimal.valueOf(duration.toSeconds())
                                .divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString(),
                        eventsPerSecond,
                        longestPause.toSeconds(),
                        golden == null ? "none" : "bench/golden/" + golden.name() + ".zip");
    }
}
