package io.flowmeter.bench.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/outage}: exit code 0 only if nothing was lost and the numbers were fresh again. */
@Command(
        name = "outage",
        mixinStandardHelpOptions = true,
        description = {
            "Kills Postgres under load, keeps it away for minutes while usage goes on arriving,"
                    + " starts it again, and shows how long the numbers take to be fresh. Then"
                    + " compares every row with the raw log."
        })
public final class OutageCommand implements Callable<Integer> {

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "How long Postgres is away (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Mixin private RunOptions options;

    public static void main(String[] args) {
        System.exit(new CommandLine(new OutageCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Duration length = Duration.ofSeconds((long) (minutes * 60));
        FaultPlan plan =
                new FaultPlan(
                        options.seed(),
                        length,
                        options.rate(),
                        Duration.ofSeconds(5),
                        null,
                        options.directory());
        return options.run(
                plan,
                new PostgresOutage(length),
                "outage-postgres",
                "bench/outage --minutes %s --seed %d --rate %d"
                        .formatted(minutes, plan.seed(), plan.eventsPerSecond()));
    }
}
