package io.flowmeter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.quickstart.replay.EventCounts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quickstart that is killed in the middle of its work, and the one that goes on from there. */
class RestartITCase {

    private static final int ROWS = 60_000;

    @TempDir private Path directory;

    @Test
    void killedReplayLosesAndRepeatsNothing() throws IOException, InterruptedException {
        Path trace = trace();
        int postgresPort = freePort();

        try (var first = start(trace, postgresPort)) {
            first.awaitLine("Replaying long");
            awaitPartlyCounted(postgresPort);
            first.kill();
        }
        try (var second = start(trace, postgresPort)) {
            second.awaitLine("from checkpoint");
            second.kill();
        }
        try (var third = start(trace, postgresPort, "--exit")) {
            assertThat(third.exitCode()).as(String.join("\n", third.lines())).isZero();

            assertThat(String.join("\n", third.lines()))
                    .contains("from checkpoint")
                    .containsPattern("[0-9,]+ accepted, [1-9][0-9,]* duplicates, 0 conflicts")
                    .containsPattern("all tenants +llm_requests +COUNT +60,000 +60,000 +✓")
                    .contains("✓ all 24 quantities are equal");
        }
    }

    @Test
    void resetAfterAKillBeginsWithNothing() throws IOException, InterruptedException {
        Path trace = trace();
        int postgresPort = freePort();

        try (var killed = start(trace, postgresPort)) {
            killed.awaitLine("  API ");
            killed.kill();
        }
        try (var reset = start(trace, postgresPort, "--reset", "--exit")) {
            assertThat(reset.exitCode()).as(String.join("\n", reset.lines())).isZero();

            assertThat(String.join("\n", reset.lines()))
                    .contains("from the beginning of the log")
                    .contains("60,000 accepted, 0 duplicates");
        }
    }

    private FlowmeterProcess start(Path trace, int postgresPort, String... more)
            throws IOException {
        String[] arguments = {
            "quickstart",
            "--data-dir=" + directory.resolve("data"),
            "--trace=" + trace,
            "--api-port=0",
            "--flink-port=0",
            "--kafka-port=0",
            "--postgres-port=" + postgresPort
        };
        return FlowmeterProcess.start(
                Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static void awaitPartlyCounted(int postgresPort) {
        String url = "jdbc:postgresql://127.0.0.1:" + postgresPort + "/flowmeter";
        long counted =
                Awaitility.await("some events are counted")
                        .pollInterval(Duration.ofMillis(20))
                        .atMost(Duration.ofMinutes(1))
                        .until(
                                () -> EventCounts.read(url, "postgres", "").total(),
                                total -> total > 0);
        assertThat(counted).as("a kill now is one in the middle of the work").isLessThan(ROWS);
    }

    /** Seeded, and long enough to be counted in several checkpoints. */
    private Path trace() throws IOException {
        var random = new SplittableRandom(7);
        var csv = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(
                            "2023-11-16 18:%02d:%02d.%03d,"
                                    .formatted(row / 60_000, row / 1_000 % 60, row % 1_000))
                    .append(random.nextInt(1, 5_000))
                    .append(',')
                    .append(random.nextInt(1, 1_000))
                    .append('\n');
        }
        return Files.writeString(directory.resolve("long.csv"), csv);
    }

    private static int freePort() throws IOException {
        try (var socket =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
