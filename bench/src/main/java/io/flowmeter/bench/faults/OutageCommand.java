package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Home;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Decides the load (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--dir",
            description = "Logs and data; emptied first (default: bench/target/outage).")
    private @Nullable Path directory;

    @Option(names = "--results", description = "Where the report goes (default: <dir>/report).")
    private @Nullable Path results;

    public static void main(String[] args) {
        System.exit(new CommandLine(new OutageCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Home home = Home.find();
        Path where = directory == null ? ClusterDirectory.inTarget("outage") : directory;
        Duration length = Duration.ofSeconds((long) (minutes * 60));
        FaultPlan plan =
                new FaultPlan(
                        seed, length, rate, Duration.ofSeconds(5), null, where.toAbsolutePath());
        Progress progress = new Progress(System.out);
        Clock clock = Clock.systemUTC();
        Scenario scenario = new PostgresOutage(length, clock, progress);
        FaultOutcome outcome = new FaultRun(plan, scenario, clock, progress).run();
        FaultReport report =
                new FaultReport(
                        "outage-postgres",
                        "bench/outage --minutes " + minutes + " --seed " + seed,
                        outcome,
                        Machine.here(home.directory()));
        report.write(results == null ? where.resolve("report") : results);
        System.out.println(report.summary());
        return outcome.isExact() ? 0 : 1;
    }
}
