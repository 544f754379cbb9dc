package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowmeter.quickstart.QuickstartOptions.Generate;
import io.flowmeter.quickstart.QuickstartOptions.Ports;
import io.flowmeter.quickstart.QuickstartOptions.Replay;
import io.flowmeter.quickstart.QuickstartOptions.ReplayTrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole quickstarts in this JVM, from start to exit. */
class QuickstartITCase {

    private static final Ports FREE = new Ports(0, 0, 0, 0);

    @TempDir private Path directory;
    private Path trace;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void writeTrace() throws IOException {
        trace = directory.resolve("chat.csv");
        Files.writeString(
                trace,
                """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:15:46.6805900,374,44
                2023-11-16 18:15:46.6809999,1000,1
                2023-11-16 18:15:50.9951690,396,109
                2023-11-16 19:14:08.4025270,374,183
                """);
    }

    @Test
    void secondReplayOfATraceIsAllDuplicates() {
        assertThat(run(new ReplayTrace(trace, false))).isEqualTo(Flowmeter.OK);
        assertThat(out.toString())
                .contains("4 accepted, 0 duplicates, 0 conflicts, 0 dead letters, 0 unmatched")
                .contains("all 18 quantities are equal");

        out.getBuffer().setLength(0);
        assertThat(run(new ReplayTrace(trace, false))).isEqualTo(Flowmeter.OK);
        assertThat(out.toString())
                .contains("from checkpoint")
                .contains("0 accepted, 4 duplicates, 0 conflicts, 0 dead letters, 0 unmatched")
                .contains("all 18 quantities are equal");
    }

    @Test
    void oldTimesCountInANamespaceWithoutLateness() {
        assertThat(run(new ReplayTrace(trace, true))).isEqualTo(Flowmeter.OK);

        assertThat(out.toString())
                .contains("namespace history")
                .contains("4 accepted, 0 duplicates, 0 conflicts, 0 dead letters, 0 unmatched")
                .contains("all 18 quantities are equal");
    }

    @Test
    void generatedLoadIsCountedExactly() {
        assertThat(run(new Generate(5_000, 7, 0))).isEqualTo(Flowmeter.OK);

        assertThat(out.toString())
                .contains("5,000 accepted, 0 duplicates, 0 conflicts, 0 dead letters")
                .contains("all 40 quantities are equal"); // 7 tenants and all, 5 meters
    }

    @Test
    void takenPortIsRefusedBeforeAnythingStarts() throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var other = new ServerSocket(0, 1, loopback)) {
            var options =
                    new QuickstartOptions(
                            directory.resolve("data"),
                            false,
                            true,
                            new ReplayTrace(trace, false),
                            new Ports(0, other.getLocalPort(), 0, 0));

            assertThatThrownBy(() -> Quickstart.run(options, new PrintWriter(out)))
                    .isInstanceOf(RefusedStartException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageEndingWith("with --flink-port");
        }
    }

    private int run(Replay replay) {
        var options = new QuickstartOptions(directory.resolve("data"), false, true, replay, FREE);
        return Quickstart.run(options, new PrintWriter(out));
    }
}
