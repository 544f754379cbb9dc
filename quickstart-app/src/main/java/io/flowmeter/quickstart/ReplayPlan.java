package io.flowmeter.quickstart;

import io.flowmeter.quickstart.QuickstartOptions.Generate;
import io.flowmeter.quickstart.QuickstartOptions.NoReplay;
import io.flowmeter.quickstart.QuickstartOptions.Replay;
import io.flowmeter.quickstart.QuickstartOptions.ReplayTrace;
import io.flowmeter.quickstart.replay.EventReplay;
import io.flowmeter.quickstart.sample.Dataset;
import io.flowmeter.quickstart.sample.GeneratedDataset;
import io.flowmeter.quickstart.sample.InvalidTraceException;
import io.flowmeter.quickstart.sample.TraceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is replayed where.
 *
 * @param eventsPerSecond or {@link EventReplay#UNLIMITED}
 * @param origin heads the column of quantities computed from the dataset
 */
record ReplayPlan(Dataset dataset, SampleNamespace namespace, long eventsPerSecond, String origin) {

    private static final long SEED = 20231116;

    /** Generated events without a rate fill the time before now, so that none is in the future. */
    private static final Duration UNPACED_TIME = Duration.ofHours(1);

    /** Empty if nothing is to be replayed. */
    static Optional<ReplayPlan> of(Replay replay, RecordedReplays recorded, Clock clock)
            throws IOException {
        if (replay instanceof ReplayTrace trace) {
            return Optional.of(of(trace, recorded));
        }
        if (replay instanceof Generate load) {
            return Optional.of(of(load, recorded.nextGeneratedName(), clock.instant()));
        }
        if (replay instanceof NoReplay) {
            return Optional.empty();
        }
        throw new IllegalStateException("unknown kind of replay: " + replay);
    }

    private static ReplayPlan of(ReplayTrace replay, RecordedReplays recorded) throws IOException {
        var trace = read(replay.file());
        return replay.originalTimes()
                ? new ReplayPlan(
                        recorded.original(trace),
                        SampleNamespace.HISTORY,
                        EventReplay.UNLIMITED,
                        "CSV")
                : new ReplayPlan(
                        recorded.shifted(trace),
                        SampleNamespace.LIVE,
                        EventReplay.UNLIMITED,
                        "CSV");
    }

    private static TraceFile read(Path file) {
        try {
            return TraceFile.read(file);
        } catch (InvalidTraceException e) {
            throw new RefusedStartException("value of --trace: " + e.getMessage(), e);
        }
    }

    private static ReplayPlan of(Generate load, String name, Instant now) {
        boolean paced = load.eventsPerSecond() != EventReplay.UNLIMITED;
        Duration step =
                paced
                        ? Duration.ofSeconds(1).dividedBy(load.eventsPerSecond())
                        : UNPACED_TIME.dividedBy(load.events());
        Instant start = (paced ? now : now.minus(UNPACED_TIME)).truncatedTo(ChronoUnit.MILLIS);
        return new ReplayPlan(
                new GeneratedDataset(name, load.events(), load.tenants(), SEED, start, step),
                SampleNamespace.LIVE,
                load.eventsPerSecond(),
                "generated");
    }
}
