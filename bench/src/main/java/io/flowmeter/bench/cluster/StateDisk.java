package io.flowmeter.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Flink keeps its state: checkpoints, savepoints and the TaskManagers' working files.
 *
 * <p>Where this machine permits it, it is a disk in memory of limited size that only Flink's
 * processes see: it is mounted in a mount namespace, which a sleeping process holds, and so leaves
 * nothing behind. Otherwise it is a plain directory and cannot be filled.
 */
public final class StateDisk {

    private static final Logger LOG = LoggerFactory.getLogger(StateDisk.class);
    private static final String HOLDER = "state-disk";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_WRITE = 1 << 20;

    /** As root, and as anybody else; each with the words that enter the namespace again. */
    private static final List<Kind> KINDS =
            List.of(
                    new Kind(List.of("unshare", "-m"), List.of("-m")),
                    new Kind(
                            List.of("unshare", "-Urm"),
                            List.of("-U", "-m", "--preserve-credentials")));

    private final Path path;
    private final Path seen;
    private final List<String> entering;

    private StateDisk(Path path, Path seen, List<String> entering) {
        this.path = path;
        this.seen = seen;
        this.entering = List.copyOf(entering);
    }

    /**
     * @param mebibytes 0 for a plain directory
     */
    static StateDisk open(Path path, int mebibytes, ProcessTable table) throws IOException {
        Files.createDirectories(path);
        if (mebibytes > 0) {
            for (Kind kind : KINDS) {
                Optional<StateDisk> disk = kind.mount(path, mebibytes, table);
                if (disk.isPresent()) {
                    return disk.get();
                }
            }
            LOG.warn("this machine permits no mount, so {} is a plain directory", path);
        }
        return new StateDisk(path, path, List.of());
    }

    /** The disk of a cluster that another process started. */
    static StateDisk reopen(Path path, ProcessTable table) {
        return table.find(HOLDER)
                .filter(LinuxProcess::isAlive)
                .map(holder -> new StateDisk(path, seenThrough(holder, path), List.of()))
                .orElseGet(() -> new StateDisk(path, path, List.of()));
    }

    /** Where Flink's processes find it. */
    public Path path() {
        return path;
    }

    /** Where this process finds it. */
    public Path seen() {
        return seen;
    }

    /** Translates a path of Flink's to one of this process'. */
    public Path seen(Path ofFlink) {
        return ofFlink.startsWith(path) ? seen.resolve(path.relativize(ofFlink)) : ofFlink;
    }

    /** Whether it has a limited size of its own. */
    public boolean canFill() {
        return !seen.equals(path);
    }

    /**
     * Writes until no byte is left. What Flink deletes later becomes free again; calling this once
     * more fills that too.
     */
    public void fill() {
        if (!canFill()) {
            throw new IllegalStateException(path + " is a plain directory: filling it harms all");
        }
        try (FileChannel ballast =
                FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long free;
            while ((free = freeBytes()) > 0) {
                ballast.write(ByteBuffer.allocate((int) Math.min(free, MAX_WRITE)));
            }
        } catch (IOException e) {
            if (freeBytes() > 0) { // otherwise it became full between the question and the write
                throw new UncheckedIOException("could not fill " + path, e);
            }
        }
    }

    /** Undoes {@link #fill}. */
    public void free() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("could not free " + path, e);
        }
    }

    public long freeBytes() {
        return seen.toFile().getUsableSpace();
    }

    /** The words to put before a command that is to find the disk. */
    List<String> entering() {
        return entering;
    }

    /** Ends the disk, with all on it; a plain directory stays. */
    static void close(ProcessTable table) {
        table.find(HOLDER).filter(LinuxProcess::isAlive).ifPresent(LinuxProcess::killTree);
        table.remove(HOLDER);
    }

    private Path ballast() {
        return seen.resolve("ballast");
    }

    private static Path seenThrough(LinuxProcess holder, Path path) {
        return Path.of("/proc/" + holder.pid() + "/root" + path);
    }

    private record Kind(List<String> unsharing, List<String> enteringOptions) {

        Optional<StateDisk> mount(Path path, int mebibytes, ProcessTable table) throws IOException {
            var trial = List.of("mount", "-t", "tmpfs", "trial", path.toString());
            if (!Commands.succeeds(concat(unsharing, trial))) {
                return Optional.empty();
            }
            String script =
                    "mount -t tmpfs -o mode=0755,size=\"$1\"m flowmeter-state \"$0\""
                            + " && : >\"$0/mounted\" && exec sleep infinity";
            var words = List.of("sh", "-c", script, path.toString(), String.valueOf(mebibytes));
            Path output = Files.createTempFile("state-disk", ".out");
            LinuxProcess holder = LinuxProcess.start(new Launch(concat(unsharing, words)), output);
            table.put(HOLDER, holder);
            Path seen = seenThrough(holder, path);
            Waiting.until(
                    "mounting " + path, PATIENCE, () -> Files.exists(seen.resolve("mounted")));
            Files.delete(output);
            var entering = List.of("nsenter", "-t", String.valueOf(holder.pid()));
            return Optional.of(new StateDisk(path, seen, concat(entering, enteringOptions)));
        }

        private static List<String> concat(List<String> first, List<String> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }
    }
}
