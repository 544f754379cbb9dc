package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.watch.Freshness;
import io.flowmeter.bench.watch.ReaderWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One fault after the other, by a seeded schedule, for as long as planned. */
final class SeededFaults implements Scenario {

    private final FaultPlan plan;
    private final Clock clock;
    private final Progress progress;

    SeededFaults(FaultPlan plan, Clock clock, Progress progress) {
        this.plan = plan;
        this.clock = clock;
        this.progress = progress;
    }

    @Override
    public List<Strike> play(
            Cluster cluster,
            JobOperator operator,
            Supervisor supervisor,
            UsageLoad load,
            ReaderWatch watch)
            throws InterruptedException {
        Faults faults = new Faults(cluster, operator, clock);
        var schedule = new FaultSchedule(plan.seed(), faults.possible(), plan.longestPause());
        List<Strike> strikes = new ArrayList<>();
        Instant end = clock.instant().plus(plan.duration());
        while (clock.instant().isBefore(end)) {
            load.requireSound();
            PlannedFault planned = schedule.next();
            Strike strike = faults.strike(strikes.size() + 1, planned);
            strikes.add(strike);
            progress.say(
                    "#%-3d %-24s %s, gone after %s (numbers are %s old, %d violations)",
                    strike.number(),
                    strike.kind().label(),
                    strike.target(),
                    Percentiles.seconds(strike.absence()),
                    age(watch.freshness()),
                    watch.violationCount());
            Thread.sleep(planned.gap().toMillis());
            supervisor.check();
        }
        return strikes;
    }

    private String age(Freshness freshness) {
        var samples = freshness.samples();
        return samples.isEmpty()
                ? "unknown seconds"
                : Percentiles.seconds(
                        Duration.between(
                                samples.get(samples.size() - 1).watermark(), clock.instant()));
    }
}
