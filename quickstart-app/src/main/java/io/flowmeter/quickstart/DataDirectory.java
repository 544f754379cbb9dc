package io.flowmeter.quickstart;

import io.flowmeter.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the quickstart keeps everything that outlives it: Kafka's log, Postgres' data, Flink's
 * checkpoints, the demo keys and what was replayed. One quickstart at a time holds it.
 */
final class DataDirectory implements AutoCloseable {

    /** Says that the directory is a quickstart's, which may then delete it. */
    private static final String MARKER = "flowmeter-quickstart";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory, or takes it over from an earlier quickstart.
     *
     * @throws RefusedStartException if another program's files are in it or a quickstart uses it
     */
    static DataDirectory open(Path directory) throws IOException {
        Path path = directory.toAbsolutePath().normalize();
        requireOwn(path);
        Files.createDirectories(path);
        Path marker = path.resolve(MARKER);
        FileChannel lock =
                FileChannel.open(marker, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isFree(lock)) {
            lock.close();
            throw new RefusedStartException(
                    "data directory "
                            + path
                            + " is in use by another quickstart: stop that one, or choose another"
                            + " directory with --data-dir");
        }
        return new DataDirectory(path, lock);
    }

    /** Deletes everything but the log. */
    void reset() throws IOException {
        stopLeftoverPostgres();
        for (Path child : children(path)) {
            if (!child.equals(path.resolve(MARKER)) && !child.equals(log())) {
                deleteTree(child);
            }
        }
    }

    Path path() {
        return path;
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path flink() {
        return path.resolve("flink");
    }

    Path keys() {
        return path.resolve("keys");
    }

    Path replays() {
        return path.resolve("replays");
    }

    Path log() {
        return path.resolve("flowmeter.log");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** After a kill -9 a server may live on, whom only its own next start knows how to stop. */
    private void stopLeftoverPostgres() throws IOException {
        if (Files.exists(postgres().resolve("data/postmaster.pid"))) {
            EmbeddedDatabase.start(postgres(), 0).close();
        }
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // a quickstart of this JVM has it
        }
    }

    private static void requireOwn(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new RefusedStartException(
                    "data directory " + path + " is a file: choose another one with --data-dir");
        }
        if (Files.isDirectory(path)
                && !Files.exists(path.resolve(MARKER))
                && !children(path).isEmpty()) {
            throw new RefusedStartException(
                    "data directory "
                            + path
                            + " holds files that are not the quickstart's: choose a new directory"
                            + " with --data-dir");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }
}
