package io.flowmeter.bench.faults;

import static java.util.Objects.requireNonNull;

import io.flowmeter.bench.cluster.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/faults}: exit code 0 only if no row was wrong and no reader saw a step back. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Flowmeter as separate processes on this machine, under a seeded load, and breaks"
                    + " it on purpose: processes killed and stopped, checkpoints failed, the disk"
                    + " filled, the job rescaled and restored. Then computes every row anew from"
                    + " the raw log and compares, and counts who was told of each crossing."
        })
public final class FaultsCommand implements Callable<Integer> {

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Decides load and faults (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--minutes",
            defaultValue = "20",
            description = "How long faults strike (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--longest-pause",
            defaultValue = "30",
            description = "Of a stopped process, in seconds, from 5 (default: ${DEFAULT-VALUE}).")
    private int longestPauseSeconds;

    @Option(
            names = "--golden",
            description =
                    "An earlier release to go on from, such as bench/golden/0.1.0.zip (default: the"
                            + " newest there), or none.")
    private @Nullable String golden;

    @Option(
            names = "--dir",
            description = "Logs and data; emptied first (default: bench/target/faults).")
    private @Nullable Path directory;

    @Option(names = "--results", description = "Where the report goes (default: <dir>/report).")
    private @Nullable Path results;

    @Spec private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new FaultsCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Home home = Home.find();
        Path where =
                directory == null ? home.directory().resolve("bench/target/faults") : directory;
        FaultPlan plan =
                new FaultPlan(
                        seed,
                        Duration.ofMillis((long) (requireFrom(0.5, minutes, "--minutes") * 60_000)),
                        (int) requireFrom(1, rate, "--rate"),
                        Duration.ofSeconds(
                                (long) requireFrom(5, longestPauseSeconds, "--longest-pause")),
                        earlierRelease(home),
                        where.toAbsolutePath());
        Progress progress = new Progress(System.out);
        Clock clock = Clock.systemUTC();
        Scenario scenario = new SeededFaults(plan, clock, progress);
        FaultOutcome outcome = new FaultRun(plan, scenario, clock, progress).run();
        FaultReport report =
                new FaultReport(
                        "faults-seed-" + seed,
                        plan.command(),
                        outcome,
                        Machine.here(home.directory()));
        report.write(results == null ? where.resolve("report") : results);
        System.out.println(report.summary());
        return outcome.isExact() ? 0 : 1;
    }

    private @Nullable GoldenRelease earlierRelease(Home home) throws IOException {
        if (golden == null) {
            return GoldenRelease.newest(home.directory().resolve("bench/golden"));
        }
        return golden.equals("none") ? null : new GoldenRelease(Path.of(golden));
    }

    private double requireFrom(double least, double value, String option) {
        if (value < least) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(),
                    "%s must be at least %s, was %s".formatted(option, least, value));
        }
        return value;
    }
}
