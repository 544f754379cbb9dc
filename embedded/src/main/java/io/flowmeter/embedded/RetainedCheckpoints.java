package io.flowmeter.embedded;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;

/** Completed checkpoints on disk: {@code <checkpoints>/<job id>/chk-<number>/_metadata}. */
final class RetainedCheckpoints {

    private static final String PREFIX = "chk-";

    private RetainedCheckpoints() {}

    /** The newest one over all job ids; a job that resumes gets a new id. */
    static Optional<Path> findLatest(Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (var files = Files.find(checkpoints, 3, (path, type) -> isMetadata(path))) {
            return files.flatMap(RetainedCheckpoints::read)
                    .max(comparing(Retained::completedAt).thenComparingLong(Retained::number))
                    .map(Retained::directory);
        }
    }

    /** Flink moves the finished file into place as the last act of a checkpoint. */
    private static boolean isMetadata(Path path) {
        return path.getFileName().toString().equals("_metadata")
                && path.getParent().getFileName().toString().matches(PREFIX + "\\d{1,18}");
    }

    private static Stream<Retained> read(Path metadata) {
        var directory = metadata.getParent();
        var number = directory.getFileName().toString().substring(PREFIX.length());
        try {
            return Stream.of(
                    new Retained(
                            directory,
                            Files.getLastModifiedTime(metadata),
                            Long.parseLong(number)));
        } catch (IOException e) {
            return Stream.empty(); // subsumed and deleted by a running job meanwhile
        }
    }

    private record Retained(Path directory, FileTime completedAt, long number) {}
}
