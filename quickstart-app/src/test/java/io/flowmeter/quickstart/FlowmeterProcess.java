package io.flowmeter.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code bin/flowmeter} as a process of its own, which a test may kill. */
final class FlowmeterProcess implements AutoCloseable {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private FlowmeterProcess(Process process) {
        this.process = process;
        var reader = new Thread(this::read, "output of flowmeter");
        reader.setDaemon(true);
        reader.start();
    }

    static FlowmeterProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("bin/flowmeter").toString()));
        command.addAll(List.of(arguments));
        return new FlowmeterProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** What it has printed by now. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits until it has printed this, and fails if it ends before. */
    void awaitLine(String part) {
        Awaitility.await("line with \"" + part + "\"")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("flowmeter ended", () -> !process.isAlive() && !has(part))
                .until(() -> has(part));
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; it printed " + String.join("\n", lines));
        }
        return process.exitValue();
    }

    /** kill -9: nothing of it gets to do anything any more. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** What Ctrl-C does, short of SIGINT itself. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        kill();
    }

    private boolean has(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    private void read() {
        try (var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add("its output could not be read: " + e);
        }
    }
}
