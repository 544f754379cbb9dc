package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.measure.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Postgres is away for minutes; nobody touches anything else.
 *
 * @param length how long
 */
record PostgresOutage(Duration length) implements Scenario {

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public List<Strike> play(Scene scene) throws InterruptedException {
        Cluster cluster = scene.cluster();
        scene.operator().awaitWorking();
        Instant at = scene.clock().instant();
        cluster.postgres().kill();
        scene.progress().say("Postgres is gone");
        awaitEnd(scene, at.plus(length));
        cluster.postgres().start();
        Strike strike =
                new Strike(
                        1,
                        FaultKind.KILL_POSTGRES,
                        "postgres, job restarted %d times meanwhile"
                                .formatted(cluster.job().restarts()),
                        at,
                        scene.clock().instant());
        scene.progress().say("Postgres is back after %s", Percentiles.seconds(strike.absence()));
        awaitFresh(scene, strike.repairedAt());
        scene.progress().say("the numbers are fresh again");
        scene.supervisor().check();
        return List.of(strike);
    }

    private static void awaitEnd(Scene scene, Instant end) throws InterruptedException {
        Cluster cluster = scene.cluster();
        while (scene.clock().instant().isBefore(end)) {
            long left = Duration.between(scene.clock().instant(), end).toMillis();
            Thread.sleep(Math.min(REPORT_INTERVAL.toMillis(), Math.max(1, left)));
            scene.load().requireSound();
            scene.progress()
                    .say(
                            "job %s, restarted %d times, TaskManagers alive: %d",
                            cluster.job().state(),
                            cluster.job().restarts(),
                            cluster.taskManagers().stream()
                                    .filter(each -> each.isRunning())
                                    .count());
        }
    }

    private static void awaitFresh(Scene scene, Instant since) throws InterruptedException {
        while (scene.watch().freshness().visibleSince(since).isEmpty()) {
            scene.load().requireSound();
            Thread.sleep(100);
            if (scene.clock().instant().isAfter(since.plus(PATIENCE))) {
                throw new IllegalStateException(
                        "not fresh %s after Postgres was back".formatted(PATIENCE));
            }
        }
    }
}
