package io.flowmeter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an end by {@code kill -9} leaves in a data directory: a server that outlived its JVM, the
 * children of a server that was killed itself, or a {@code postmaster.pid} whose number may by now
 * belong to some other program. Each of the three stops the next server from starting.
 */
final class LeftoverPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostgres.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PROCESSES = Path.of("/proc");

    private LeftoverPostgres() {}

    /**
     * Makes the directory startable. The caller holds the {@link DirectoryLock}, so no server in
     * here has a living owner.
     */
    static void clear(Path dataDirectory) throws IOException {
        var pidFile = dataDirectory.resolve("postmaster.pid");
        var pid = findPid(pidFile);
        if (pid.isEmpty()) {
            return;
        }
        var process = ProcessHandle.of(pid.get());
        var commandLine = process.flatMap(p -> p.info().commandLine());
        if (process.isPresent() && commandLine.isEmpty()) {
            return; // Not ours to look at. Postgres itself decides, and says so in its log.
        }
        if (commandLine.isPresent() && commandLine.get().contains(dataDirectory.toString())) {
            stop(process.orElseThrow(), dataDirectory);
        }
        awaitChildren(dataDirectory);
        Files.deleteIfExists(pidFile);
    }

    private static Optional<Long> findPid(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static void stop(ProcessHandle server, Path dataDirectory) throws IOException {
        LOG.warn(
                "stopping Postgres {}, left over in {} from a JVM that was killed",
                server.pid(),
                dataDirectory);
        // SIGINT is Postgres' fast shutdown; SIGTERM, which Java sends, would wait for clients:
        // postgresql.org/docs/18/server-shutdown.html
        new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).inheritIO().start();
        try {
            server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "Postgres "
                            + server.pid()
                            + " left over in "
                            + dataDirectory
                            + " did not stop within "
                            + PATIENCE
                            + ": stop it by hand, then start again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a leftover Postgres was stopping", e);
        }
    }

    /** Children of a killed server end by themselves at once, but not in no time. */
    private static void awaitChildren(Path dataDirectory) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isWorkedIn(dataDirectory)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "processes of a killed Postgres are still running in " + dataDirectory);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a killed Postgres was ending", e);
            }
        }
    }

    /** Every Postgres process works in its data directory. Where there is no /proc: no. */
    private static boolean isWorkedIn(Path dataDirectory) {
        return Files.isDirectory(PROCESSES.resolve("self"))
                && ProcessHandle.allProcesses()
                        .map(process -> PROCESSES.resolve(process.pid() + "/cwd"))
                        .anyMatch(cwd -> leadsTo(cwd, dataDirectory));
    }

    private static boolean leadsTo(Path link, Path directory) {
        try {
            return Files.readSymbolicLink(link).equals(directory);
        } catch (IOException e) {
            return false; // ended meanwhile, or another user's
        }
    }
}
