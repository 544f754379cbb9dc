package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/faults}: exit code 0 only if no row was wrong and no reader saw a step back. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Flowmeter as separate processes on this machine, under a seeded load, and breaks"
                    + " it on purpose: processes killed and stopped, checkpoints failed, the disk"
                    + " filled, the job rescaled and restored. Then computes every row anew from"
                    + " the raw log and compares, and counts who was told of each crossing.",
            "",
            "Takes five minutes more than its faults: start, last rest, comparison.",
            ""
        })
public final class FaultsCommand implements Callable<Integer> {

    @Option(
            names = "--minutes",
            defaultValue = "20",
            description = "How long faults strike (default: ${DEFAULT-VALUE}).")
    private double minutes;

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

    @Mixin private RunOptions options;

    public static void main(String[] args) {
        System.exit(new CommandLine(new FaultsCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        double seconds = 60 * options.requireFrom(0.5, minutes, "--minutes");
        double pause = options.requireFrom(5, longestPauseSeconds, "--longest-pause");
        FaultPlan plan =
                new FaultPlan(
                        options.seed(),
                        Duration.ofMillis((long) (seconds * 1_000)),
                        options.rate(),
                        Duration.ofSeconds((long) pause),
                        earlierRelease(),
                        options.directory());
        return options.run(
                plan, SeededFaults.of(plan), "faults-seed-" + plan.seed(), plan.command());
    }

    private @Nullable GoldenRelease earlierRelease() throws IOException {
        if (golden == null) {
            return GoldenRelease.newest(Home.find().directory().resolve("bench/golden"));
        }
        return golden.equals("none") ? null : new GoldenRelease(Path.of(golden));
    }
}
