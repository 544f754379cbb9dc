package io.flowmeter.embedded;

import java.nio.file.Path;

/**
 * What an {@link EmbeddedFlink} is started with.
 *
 * @param directory holds {@code checkpoints} and {@code savepoints}, which stay, and {@code tmp},
 *     which is emptied at every start; absolute
 * @param port of the web UI and REST API; 0 for a free one
 * @param slots how many subtasks of one operator run at once, and the default parallelism
 * @param managedMemoryMebibytes shared by the RocksDB instances of all slots, outside the heap
 */
public record FlinkSettings(Path directory, int port, int slots, int managedMemoryMebibytes) {

    public FlinkSettings {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be >= 1, was " + slots);
        }
        if (managedMemoryMebibytes < 32) {
            throw new IllegalArgumentException(
                    "managedMemoryMebibytes must be >= 32, was " + managedMemoryMebibytes);
        }
        directory = directory.toAbsolutePath().normalize();
    }

    /** A free port, two slots and 256 MiB: right for tests, and a start for the quickstart. */
    public static FlinkSettings in(Path directory) {
        return new FlinkSettings(directory, 0, 2, 256);
    }

    public FlinkSettings withPort(int newPort) {
        return new FlinkSettings(directory, newPort, slots, managedMemoryMebibytes);
    }

    public FlinkSettings withSlots(int newSlots) {
        return new FlinkSettings(directory, port, newSlots, managedMemoryMebibytes);
    }

    public FlinkSettings withManagedMemoryMebibytes(int newManagedMemoryMebibytes) {
        return new FlinkSettings(directory, port, slots, newManagedMemoryMebibytes);
    }

    /** Where each job's checkpoints are, under a directory named by its job id. */
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    /** Where {@link EmbeddedFlink#stopWithSavepoint} writes. */
    public Path savepoints() {
        return directory.resolve("savepoints");
    }

    Path temporaryFiles() {
        return directory.resolve("tmp");
    }
}
