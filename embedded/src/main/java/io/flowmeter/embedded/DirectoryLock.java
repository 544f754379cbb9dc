package io.flowmeter.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to be the only service over a directory, until {@link #close()} or the end of this JVM,
 * also by {@code kill -9}. Whoever holds it may treat what lies in the directory as left over.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the directory if it does not exist and locks it.
     *
     * @throws IllegalStateException if another service, here or in another JVM, has the directory
     */
    static DirectoryLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve("in-use.lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel)) {
            return new DirectoryLock(channel);
        }
        channel.close();
        throw new IllegalStateException(
                "directory is in use by another process (it holds "
                        + file
                        + "): stop that process, or choose another directory");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another service of this JVM
        }
    }

    @Override
    public void close() throws IOException {
        channel.close(); // releases the lock
    }
}
