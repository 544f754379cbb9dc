package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Cluster;
import io.flowmeter.bench.load.UsageLoad;
import io.flowmeter.bench.watch.ReaderWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Postgres is away for minutes; nobody touches anything else. */
final class PostgresOutage implements Scenario {

    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);

    private final Duration length;
    private final Clock clock;
    private final Progress progress;

    PostgresOutage(Duration length, Clock clock, Progress progress) {
        this.length = length;
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
        operator.awaitWorking();
        Instant at = clock.instant();
        cluster.postgres().kill();
        progress.say("Postgres is gone");
        while (clock.instant().isBefore(at.plus(length))) {
            Thread.sleep(
                    Math.min(
                            REPORT_INTERVAL.toMillis(),
                            Math.max(
                                    1,
                                    Duration.between(clock.instant(), at.plus(length))
                                            .toMillis())));
            load.requireSound();
            progress.say(
                    "job %s, restarted %d times, TaskManagers alive: %d",
                    cluster.job().state(),
                    cluster.job().restarts(),
                    cluster.taskManagers().stream().filter(each -> each.isRunning()).count());
        }
        cluster.postgres().start();
        Strike strike =
                new Strike(
                        1,
                        FaultKind.KILL_POSTGRES,
                        "postgres, job restarted %d times meanwhile"
                                .formatted(cluster.job().restarts()),
                        at,
                        clock.instant());
        progress.say("Postgres is back after %s", Percentiles.seconds(strike.absence()));
        while (watch.freshness().visibleSince(strike.repairedAt()).isEmpty()) {
            load.requireSound();
            Thread.sleep(100);
            if (clock.instant().isAfter(strike.repairedAt().plus(Duration.ofMinutes(10)))) {
                throw new IllegalStateException("not fresh 10 minutes after Postgres was back");
            }
        }
        progress.say("the numbers are fresh again");
        supervisor.check();
        return List.of(strike);
    }
}
