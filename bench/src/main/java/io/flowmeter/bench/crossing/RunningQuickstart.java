package io.flowmeter.bench.crossing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The quickstart as its users start it, with its generated load. */
final class RunningQuickstart implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final ApiClient api;

    private RunningQuickstart(Process process, ApiClient api) {
        this.process = process;
        this.api = api;
    }

    /** Returns when its API is ready. */
    static RunningQuickstart start(Path home, Path data, int rate, long events, int tenants)
            throws IOException {
        int port = freePort();
        Process process =
                new ProcessBuilder(
                                home.resolve("quickstart").toString(),
                                "--data-dir",
                                data.resolve("data").toString(),
                                "--api-port",
                                String.valueOf(port),
                                "--kafka-port",
                                "0",
                                "--postgres-port",
                                "0",
                                "--flink-port",
                                "0",
                                "--generate",
                                String.valueOf(events),
                                "--rate",
                                String.valueOf(rate),
                                "--tenants",
                                String.valueOf(tenants))
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(data.resolve("quickstart.out").toFile())
                        .start();
        try {
            awaitReady(process, data, port);
            return new RunningQuickstart(process, new ApiClient(port, key(data)));
        } catch (RuntimeException | IOException e) {
            process.destroy();
            throw e;
        }
    }

    ApiClient api() {
        return api;
    }

    /** Stops it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the quickstart stops", e);
        }
    }

    private static void awaitReady(Process process, Path data, int port) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ApiClient.isReady(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the quickstart is not ready: "
                                + Files.readString(data.resolve("quickstart.out")));
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the quickstart starts", e);
        }
    }

    /** The key of the namespace default. */
    private static String key(Path data) throws IOException {
        try (Stream<Path> keys = Files.list(data.resolve("data/keys"))) {
            List<Path> found =
                    keys.filter(path -> path.getFileName().toString().startsWith("default"))
                            .toList();
            return Files.readString(found.get(0)).strip();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("could not look for a free port", e);
        }
    }
}
