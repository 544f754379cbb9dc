package io.flowmeter.bench.faults;

import java.time.Duration;
import java.time.Instant;

/**
 * A fault that struck.
 *
 * @param number 1 for the first of the run
 * @param target what was hit, and how
 * @param at wall clock when it struck
 * @param repairedAt when its cause was gone: the process started again or went on, the disk freed,
 *     the job submitted again
 */
record Strike(int number, FaultKind kind, String target, Instant at, Instant repairedAt) {

    Duration absence() {
        return Duration.between(at, repairedAt);
    }
}
