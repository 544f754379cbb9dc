package io.flowmeter.quickstart;

import io.flowmeter.quickstart.QuickstartOptions.Generate;
import io.flowmeter.quickstart.QuickstartOptions.NoReplay;
import io.flowmeter.quickstart.QuickstartOptions.Ports;
import io.flowmeter.quickstart.QuickstartOptions.Replay;
import io.flowmeter.quickstart.QuickstartOptions.ReplayTrace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowmeter quickstart}: its options, checked; {@link Quickstart} does the work. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        versionProvider = FlowmeterVersion.class,
        sortOptions = false,
        description =
                "Runs all of Flowmeter in this process, replays a trace of real LLM usage through"
                        + " it, and compares what the API answers with totals computed from the"
                        + " trace itself. Stays up until Ctrl-C; a second start goes on where the"
                        + " first one ended.",
        footer = {
            "",
            "Exit codes: 0 all totals equal; 1 a total differs, or something failed;",
            "2 a wrong option, or a start that an option would let succeed."
        })
final class QuickstartCommand implements Callable<Integer> {

    private static final int DEFAULT_TENANTS = 100;

    private final BiFunction<QuickstartOptions, PrintWriter, Integer> quickstart;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--exit",
            description = "End after the replay; exit code 1 if any total differs.")
    private boolean exit;

    @Option(names = "--no-replay", description = "Start without sending anything.")
    private boolean noReplay;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${sys:flowmeter.home:-.}/data",
            description = "What survives a restart (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    @Option(names = "--reset", description = "Delete the data directory's content first.")
    private boolean reset;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            converter = PortConverter.class,
            description = "Query API; 0: any free one (default: ${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(
            names = "--flink-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            converter = PortConverter.class,
            description = "Flink's web UI (default: ${DEFAULT-VALUE}).")
    private int flinkPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "19092",
            converter = PortConverter.class,
            description = "Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "15432",
            converter = PortConverter.class,
            description = "Postgres (default: ${DEFAULT-VALUE}).")
    private int postgresPort;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = {
                "CSV with the columns TIMESTAMP, ContextTokens and GeneratedTokens",
                "(default: the Azure trace in samples/)."
            })
    private @Nullable Path trace;

    @Option(
            names = "--trace-time",
            paramLabel = "WHICH",
            converter = TraceTimeConverter.class,
            description = {
                "shifted: moved so that the trace ends now (default);",
                "original: as in the file, in a namespace where nothing is late."
            })
    private @Nullable TraceTime traceTime;

    @Option(
            names = "--generate",
            paramLabel = "N",
            converter = PositiveLongConverter.class,
            description = "Replay N synthetic events instead of the trace.")
    private @Nullable Long generate;

    @Option(
            names = "--tenants",
            paramLabel = "T",
            converter = PositiveIntConverter.class,
            description = "Number of tenants of --generate (default: " + DEFAULT_TENANTS + ").")
    private @Nullable Integer tenants;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = PositiveLongConverter.class,
            description = "Events per second of --generate (default: as fast as it goes).")
    private @Nullable Long rate;

    /**
     * Makes the command.
     *
     * @param quickstart does the work and returns the exit code
     */
    QuickstartCommand(BiFunction<QuickstartOptions, PrintWriter, Integer> quickstart) {
        this.quickstart = quickstart;
    }

    @Override
    public Integer call() {
        var options =
                new QuickstartOptions(
                        dataDirectory,
                        reset,
                        exit,
                        replay(),
                        new Ports(apiPort, flinkPort, kafkaPort, postgresPort));
        return quickstart.apply(options, commandSpec().commandLine().getOut());
    }

    private Replay replay() {
        refuse(noReplay && generate != null, "--no-replay and --generate exclude each other");
        refuse(noReplay && trace != null, "--no-replay and --trace exclude each other");
        refuse(
                generate != null && (trace != null || traceTime != null),
                "--generate is instead of a trace: leave out --trace and --trace-time");
        refuse(
                generate == null && (tenants != null || rate != null),
                "--tenants and --rate belong to --generate: add --generate N");
        if (noReplay) {
            return new NoReplay();
        }
        if (generate != null) {
            return new Generate(
                    generate, tenants == null ? DEFAULT_TENANTS : tenants, rate == null ? 0 : rate);
        }
        Path home = Path.of(System.getProperty("flowmeter.home", "."));
        return new ReplayTrace(
                trace == null ? home.resolve("samples/azure-llm-inference-2023-conv.csv") : trace,
                traceTime == TraceTime.ORIGINAL);
    }

    private void refuse(boolean wrong, String problem) {
        if (wrong) {
            throw new ParameterException(commandSpec().commandLine(), problem);
        }
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec, "picocli sets it");
    }

    /** Which times the events of a trace get. */
    enum TraceTime {
        SHIFTED,
        ORIGINAL
    }
}
