package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commands that end by themselves. */
final class Commands {

    private Commands() {}

    /**
     * Runs a command and returns what it printed.
     *
     * @throws IllegalStateException if it ends with another exit code than 0
     */
    static String run(List<String> command) {
        return run(command, Map.of());
    }

    static String run(List<String> command, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            builder.redirectInput(Path.of("/dev/null").toFile());
            Process process = builder.start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        command.get(0) + " ended with exit code " + exit + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("could not run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Waiting.GaveUpException("interrupted while " + command.get(0) + " ran", e);
        }
    }

    /** Whether the command can be run and ends with exit code 0. */
    static boolean succeeds(List<String> command) {
        try {
            run(command);
            return true;
        } catch (UncheckedIOException | IllegalStateException e) {
            return false; // that is the answer
        }
    }
}
