package io.flowmeter.quickstart;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The flowmeter command. */
@Command(
        name = "flowmeter",
        mixinStandardHelpOptions = true,
        versionProvider = FlowmeterVersion.class,
        description = "Exactly-once usage metering.",
        synopsisSubcommandLabel = "COMMAND")
public final class Flowmeter implements Runnable {

    /** Every total was equal, or there was none to compare. */
    static final int OK = 0;

    /** A total differs, or something failed on the way. */
    static final int FAILED = 1;

    /** The command was not given what it needs; another option or variable helps. */
    static final int REFUSED = 2;

    private final CommandLine commandLine = new CommandLine(this);

    private Flowmeter() {}

    public static void main(String[] args) {
        // Java 17 would print in the locale's charset, which is ASCII where none is set.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        System.exit(
                commandLine(
                                System.getenv(),
                                Quickstart::run,
                                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                                new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                        .execute(args));
    }

    /**
     * The command with all subcommands.
     *
     * @param quickstart what the subcommand quickstart does
     */
    static CommandLine commandLine(
            Map<String, String> environment,
            BiFunction<QuickstartOptions, PrintWriter, Integer> quickstart,
            PrintWriter out,
            PrintWriter err) {
        return new Flowmeter()
                .commandLine
                .addSubcommand(new QuickstartCommand(quickstart))
                .addSubcommand(new MigrateCommand(environment))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, args) -> refuse(e))
                .setExecutionExceptionHandler((e, command, result) -> fail(e, command));
    }

    @Override
    public void run() {
        throw new ParameterException(commandLine, "Missing required subcommand");
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
        if (e instanceof RefusedStartException) {
            return REFUSED;
        }
        // Not a logger of ours: those show on the console too.
        LoggerFactory.getLogger("failed command").error("{} failed", name, e);
        String log = System.getProperty("flowmeter.log");
        if (log != null) {
            command.getErr().println("The cause is in " + log);
        }
        return FAILED;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
