package io.flowmeter.bench.cluster;

import static java.util.Comparator.comparing;

import io.flowmeter.embedded.EmbeddedFlink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checkpoints and savepoints on the state disk; paths are as Flink's processes see them. */
final class SavedStates {

    private final StateDisk disk;

    SavedStates(StateDisk disk) {
        this.disk = disk;
    }

    Path savepoints() {
        return disk.path().resolve("savepoints");
    }

    /** The newest complete one, over all jobs. */
    Optional<Path> findLatestCheckpoint() {
        try {
            return EmbeddedFlink.latestCheckpoint(disk.seen(checkpoints())).map(this::ofFlink);
        } catch (IOException e) {
            throw new UncheckedIOException("could not look for checkpoints", e);
        }
    }

    /** The newest complete one of either kind: where the numbers stand. */
    Optional<Path> findLatest() {
        return Stream.concat(findLatestCheckpoint().stream(), findLatestSavepoint().stream())
                .max(comparing(path -> completedAt(disk.seen(path))));
    }

    /** Whether the path, or URI, is one of this disk's checkpoints. */
    boolean isCheckpoint(String path) {
        return Path.of(path.replaceFirst("^file:/*", "/")).startsWith(checkpoints());
    }

    /** Deletes every savepoint, and the checkpoints of all jobs but one. */
    void deleteAllButCheckpointsOf(String jobId) {
        deleteChildren(savepoints(), path -> true);
        deleteChildren(checkpoints(), path -> !path.endsWith(jobId));
    }

    private void deleteChildren(Path directory, Predicate<Path> unwanted) {
        Path seen = disk.seen(directory);
        if (!Files.isDirectory(seen)) {
            return;
        }
        try (var children = Files.list(seen)) {
            for (Path child : children.filter(unwanted).toList()) {
                Layout.delete(child);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete what is in " + directory, e);
        }
    }

    private Optional<Path> findLatestSavepoint() {
        Path seen = disk.seen(savepoints());
        if (!Files.isDirectory(seen)) {
            return Optional.empty();
        }
        try (var savepoints = Files.list(seen)) {
            return savepoints
                    .filter(path -> Files.exists(metadata(path)))
                    .max(comparing(SavedStates::completedAt))
                    .map(this::ofFlink);
        } catch (IOException e) {
            throw new UncheckedIOException("could not look for savepoints", e);
        }
    }

    private Path checkpoints() {
        return disk.path().resolve("checkpoints");
    }

    private Path ofFlink(Path seen) {
        return disk.path().resolve(disk.seen().relativize(seen));
    }

    private static Path metadata(Path saved) {
        return saved.resolve("_metadata");
    }

    private static FileTime completedAt(Path seen) {
        try {
            return Files.getLastModifiedTime(metadata(seen));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the time of " + seen, e);
        }
    }
}
