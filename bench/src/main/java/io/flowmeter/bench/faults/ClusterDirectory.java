package io.flowmeter.bench.faults;

import io.flowmeter.bench.cluster.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Where a cluster of one run keeps everything. */
final class ClusterDirectory {

    /** Only a directory that bears this mark is ever emptied. */
    private static final String MARK = ".flowmeter-bench";

    private ClusterDirectory() {}

    static Path inTarget(String name) {
        return Home.find().directory().resolve("bench/target").resolve(name);
    }

    /**
     * Makes an empty directory of it.
     *
     * @throws IOException if it holds anything that no earlier run put there
     */
    static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            if (!Files.exists(directory.resolve(MARK)) && !isEmpty(directory)) {
                throw new IOException(
                        directory + " is not empty, and no earlier run made it: not emptied");
            }
            try (var paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
        Files.createFile(directory.resolve(MARK));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.findAny().isEmpty();
        }
    }
}
