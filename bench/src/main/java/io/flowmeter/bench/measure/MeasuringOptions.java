package io.flowmeter.bench.measure;

import io.flowmeter.bench.cluster.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every measuring command is told. */
public final class MeasuringOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "How often everything is measured; goals are for the median.")
    private int rounds;

    @Option(names = "--results", description = "A file for the report, besides the console.")
    private @Nullable Path results;

    /** Runs a command that prints what not every locale's charset has. */
    public static int execute(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    public int rounds() {
        if (rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds must be at least 1, was " + rounds);
        }
        return rounds;
    }

    public Machine machine() throws IOException, InterruptedException {
        return Machine.here(Home.find().directory());
    }

    public void publish(MeasuredPage page) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(page);
        out.flush();
        if (results != null) {
            Files.writeString(results, page.toString());
        }
    }
}
