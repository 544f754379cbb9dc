package io.flowmeter.bench.faults;

import io.flowmeter.bench.measure.Count;
import io.flowmeter.bench.measure.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault after the other, by a seeded schedule, for as long as planned.
 *
 * @param seed decides which, and when
 * @param duration how long they strike
 * @param longestPause of a stopped process
 */
record SeededFaults(long seed, Duration duration, Duration longestPause) implements Scenario {

    static SeededFaults of(FaultPlan plan) {
        return new SeededFaults(plan.seed(), plan.duration(), plan.longestPause());
    }

    @Override
    public List<Strike> play(Scene scene) throws InterruptedException {
        Faults faults = new Faults(scene.cluster(), scene.operator(), scene.clock());
        var schedule = new FaultSchedule(seed, faults.possible(), longestPause);
        List<Strike> strikes = new ArrayList<>();
        Instant end = scene.clock().instant().plus(duration);
        while (scene.clock().instant().isBefore(end)) {
            scene.load().requireSound();
            PlannedFault planned = schedule.next();
            Strike strike = faults.strike(strikes.size() + 1, planned);
            strikes.add(strike);
            scene.progress()
                    .say(
                            "#%-3d %-24s %s, gone after %s (numbers are %s old, %s)",
                            strike.number(),
                            strike.kind().label(),
                            strike.target(),
                            Percentiles.seconds(strike.absence()),
                            age(scene),
                            Count.of(scene.watch().violationCount(), "violation"));
            Thread.sleep(planned.gap().toMillis());
            scene.supervisor().check();
        }
        return strikes;
    }

    private static String age(Scene scene) {
        var samples = scene.watch().freshness().samples();
        return samples.isEmpty()
                ? "unknown seconds"
                : Percentiles.seconds(
                        Duration.between(
                                samples.get(samples.size() - 1).watermark(),
                                scene.clock().instant()));
    }
}
