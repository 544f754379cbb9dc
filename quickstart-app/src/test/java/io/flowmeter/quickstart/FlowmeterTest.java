package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.quickstart.QuickstartOptions.Generate;
import io.flowmeter.quickstart.QuickstartOptions.NoReplay;
import io.flowmeter.quickstart.QuickstartOptions.Ports;
import io.flowmeter.quickstart.QuickstartOptions.ReplayTrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowmeterTest {

    private final List<QuickstartOptions> started = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void quickstartWithoutOptionsReplaysTheSampleWithShiftedTimes() {
        assertThat(run("quickstart")).isZero();

        var options = started.get(0);
        assertThat(options.exit()).isFalse();
        assertThat(options.reset()).isFalse();
        assertThat(options.dataDirectory()).hasFileName("data");
        assertThat(options.ports()).isEqualTo(new Ports(8080, 8081, 19092, 15432));
        assertThat(options.replay())
                .isEqualTo(
                        new ReplayTrace(
                                Path.of("./samples/azure-llm-inference-2023-conv.csv"), false));
    }

    @Test
    void optionsReachTheQuickstart() {
        run(
                "quickstart",
                "--exit",
                "--reset",
                "--data-dir=/tmp/x",
                "--api-port=0",
                "--flink-port=1",
                "--kafka-port=2",
                "--postgres-port=65535",
                "--trace=mine.csv",
                "--trace-time=original");

        assertThat(started)
                .containsExactly(
                        new QuickstartOptions(
                                Path.of("/tmp/x"),
                                true,
                                true,
                                new ReplayTrace(Path.of("mine.csv"), true),
                                new Ports(0, 1, 2, 65535)));
    }

    @Test
    void generatedLoadHasDefaults() {
        run("quickstart", "--generate=1000");
        run("quickstart", "--generate=1000", "--tenants=7", "--rate=50");
        run("quickstart", "--no-replay");

        assertThat(started)
                .extracting(QuickstartOptions::replay)
                .containsExactly(
                        new Generate(1000, 100, 0), new Generate(1000, 7, 50), new NoReplay());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--api-port=abc       | Invalid value for option '--api-port': expected a port from 0 (any free one) to 65535, was 'abc'",
                "--kafka-port=65536   | Invalid value for option '--kafka-port': expected a port from 0 (any free one) to 65535, was '65536'",
                "--generate=0         | Invalid value for option '--generate': expected a whole number from 1 to 1000000000000, was '0'",
                "--generate=1e6       | Invalid value for option '--generate': expected a whole number from 1 to 1000000000000, was '1e6'",
                "--trace-time=past    | Invalid value for option '--trace-time': expected shifted or original, was 'past'",
                "--tenants=5          | --tenants and --rate belong to --generate: add --generate N",
                "--no-replay --trace=a.csv  | --no-replay and --trace exclude each other",
                "--no-replay --generate=1   | --no-replay and --generate exclude each other",
                "--generate=1 --trace=a.csv | --generate is instead of a trace: leave out --trace and --trace-time",
            })
    void wrongOptionIsRefusedByName(String options, String message) {
        String[] arguments = ("quickstart " + options).split(" ");

        assertThat(run(arguments)).isEqualTo(Flowmeter.REFUSED);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "flowmeter quickstart: " + message + "Try: flowmeter quickstart --help");
        assertThat(started).isEmpty();
    }

    @Test
    void misspeltOptionGetsASuggestion() {
        assertThat(run("quickstart", "--api-prt=1")).isEqualTo(Flowmeter.REFUSED);

        assertThat(err.toString()).contains("--api-prt").contains("Possible solutions: --api-port");
    }

    @Test
    void refusedStartIsOneLineAndAFailedOneIsNot() {
        var refused =
                Flowmeter.commandLine(
                        Map.of(),
                        (options, writer) -> {
                            throw new RefusedStartException("port 8080 is taken");
                        },
                        new PrintWriter(out),
                        new PrintWriter(err));

        assertThat(refused.execute("quickstart")).isEqualTo(Flowmeter.REFUSED);
        assertThat(err.toString().lines())
                .containsExactly("flowmeter quickstart: port 8080 is taken");
    }

    @Test
    void exitCodeIsTheQuickstarts() {
        var failing =
                Flowmeter.commandLine(
                        Map.of(),
                        (options, writer) -> Flowmeter.FAILED,
                        new PrintWriter(out),
                        new PrintWriter(err));

        assertThat(failing.execute("quickstart")).isEqualTo(Flowmeter.FAILED);
    }

    @Test
    void migrateNamesEveryVariableThatIsMissing() {
        assertThat(run("migrate")).isEqualTo(Flowmeter.REFUSED);

        assertThat(err.toString())
                .contains(
                        "FLOWMETER_OWNER_DATABASE_URL, FLOWMETER_OWNER_DATABASE_USER,"
                                + " FLOWMETER_OWNER_DATABASE_PASSWORD");
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString()).contains("quickstart", "migrate");
    }

    private int run(String... arguments) {
        return Flowmeter.commandLine(
                        Map.of(),
                        (options, writer) -> {
                            started.add(options);
                            return Flowmeter.OK;
                        },
                        new PrintWriter(out),
                        new PrintWriter(err))
                .execute(arguments);
    }
}
