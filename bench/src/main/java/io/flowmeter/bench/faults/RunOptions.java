package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Home;
import io.flowmeter.bench.measure.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that runs a {@link Scenario} is told. */
final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Decides what happens (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--dir",
            description = "Logs and data; emptied first (default: bench/target/${COMMAND-NAME}).")
    private @Nullable Path directory;

    @Option(names = "--results", description = "Where the report goes (default: <dir>/report).")
    private @Nullable Path results;

    long seed() {
        return seed;
    }

    int rate() {
        return (int) requireFrom(1, rate, "--rate");
    }

    Path directory() {
        Path chosen = directory == null ? ClusterDirectory.inTarget(spec.name()) : directory;
        return chosen.toAbsolutePath();
    }

    double requireFrom(double least, double value, String option) {
        if (value < least) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s must be at least %s, was %s".formatted(option, least, value));
        }
        return value;
    }

    /**
     * Runs it and writes the report.
     *
     * @param name of the report
     * @param command what makes such a run
     * @return exit code 0 if all was exact
     */
    int run(FaultPlan plan, Scenario scenario, String name, String command)
            throws IOException, SQLException, InterruptedException {
        var run = new FaultRun(plan, scenario, Clock.systemUTC(), new Progress(System.out));
        FaultOutcome outcome = run.run();
        FaultReport report =
                new FaultReport(name, command, outcome, Machine.here(Home.find().directory()));
        report.write(results == null ? plan.directory().resolve("report") : results);
        System.out.println(report.summary());
        return outcome.isExact() ? 0 : 1;
    }
}
