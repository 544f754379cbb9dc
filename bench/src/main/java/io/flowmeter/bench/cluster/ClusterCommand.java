package io.flowmeter.bench.cluster;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command bench/cluster. */
@Command(
        name = "bench/cluster",
        mixinStandardHelpOptions = true,
        description = "Runs Flowmeter as separate processes on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {UpCommand.class, StatusCommand.class, DownCommand.class})
public final class ClusterCommand implements Runnable {

    static final int OK = 0;

    /** Something failed, or is not as it should be. */
    static final int FAILED = 1;

    /** The command was not given what it needs; another option helps. */
    static final int REFUSED = 2;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        // Java 17 would print in the locale's charset, which is ASCII where none is set.
        System.exit(
                commandLine(
                                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                                new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                        .execute(arguments));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new ClusterCommand())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, arguments) -> refuse(e))
                .setExecutionExceptionHandler((e, command, result) -> fail(e, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }

    private static int refuse(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try: " + name + " --help");
        return REFUSED;
    }

    private static int fail(Exception e, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            command.getErr().println("    because of " + cause);
        }
        return FAILED;
    }
}
