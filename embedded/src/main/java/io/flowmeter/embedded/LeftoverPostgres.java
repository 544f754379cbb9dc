package io.flowmeter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
     * Makes the directory startable. The caller holds its {@link DirectoryLock}, so no server in
     * here has a living owner.
     */
    static void clear(Path dataDirectory) throws IOException {
        var pidFile = dataDirectory.resolve("postmaster.pid");
        var server = findServer(pidFile, dataDirectory);
        if (server.isPresent()) {
            stop(server.get(), pidFile);
        }
        // Elsewhere nobody can say whether a killed server's children still write, so the file
        // stays: Postgres finds out by the shared memory the file names.
        if (Files.isDirectory(PROCESSES.resolve("self"))) {
            await(() -> !isWorkedIn(dataDirectory), "children of a killed Postgres did not end");
            Files.deleteIfExists(pidFile);
        }
    }

    private static Optional<ProcessHandle> findServer(Path pidFile, Path dataDirectory)
            throws IOException {
        return findPid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(process -> isServerOf(process, dataDirectory));
    }

    /** Numbers of processes come round again, so the number alone proves nothing. */
    private static boolean isServerOf(ProcessHandle process, Path dataDirectory) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(dataDirectory.toString()))
                .isPresent();
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

    private static void stop(ProcessHandle server, Path pidFile) throws IOException {
        LOG.warn("stopping Postgres {}, which outlived its JVM: {}", server.pid(), pidFile);
        // SIGINT is Postgres' fast shutdown; SIGTERM, which Java sends, would wait for clients:
        // postgresql.org/docs/18/server-shutdown.html
        new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).inheritIO().start();
        await(
                () -> !Files.exists(pidFile) || !server.isAlive(),
                "Postgres " + server.pid() + " did not stop; stop it by hand, then start again");
    }

    private static void await(BooleanSupplier condition, String otherwise) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise + " (waited " + PATIENCE.toSeconds() + " s)");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a leftover Postgres was ending", e);
            }
        }
    }

    /** Every Postgres process works in its data directory. */
    private static boolean isWorkedIn(Path dataDirectory) {
        return ProcessHandle.allProcesses()
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
