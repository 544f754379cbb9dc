package io.flowmeter.bench.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A fault and what readers noticed of it.
 *
 * @param freshAt when a reader first saw everything that was appended before the repair; empty if
 *     not until the end of the run
 */
record Recovery(Strike strike, Optional<Instant> freshAt) {

    /** From the repair of the cause until readers saw all that had been appended by then. */
    Optional<Duration> duration() {
        return freshAt.map(at -> Duration.between(strike.repairedAt(), at));
    }
}
