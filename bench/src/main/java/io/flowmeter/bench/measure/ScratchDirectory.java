package io.flowmeter.bench.measure;

import io.flowmeter.bench.cluster.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;

/**
 * What one measurement keeps on disk, deleted at its end.
 *
 * @param path below {@code bench/target}, of its own; it exists
 */
public record ScratchDirectory(Path path) implements AutoCloseable {

    public static ScratchDirectory create(String name) throws IOException {
        Path path =
                Home.find()
                        .directory()
                        .resolve("bench/target")
                        .resolve(name)
                        .resolve(UUID.randomUUID().toString());
        return new ScratchDirectory(Files.createDirectories(path));
    }

    @Override
    public void close() throws IOException {
        try (var paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
