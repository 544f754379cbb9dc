package io.flowmeter.bench.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The files that arm faults and tell that they happened. */
final class Arming {

    private static volatile @Nullable Path directory;

    private Arming() {}

    static void in(Path armingDirectory) {
        directory = armingDirectory;
    }

    static boolean isArmed(AgentFault fault) {
        Path known = directory;
        return known != null && Files.exists(known.resolve(fault.fileName()));
    }

    /** Whether it was armed, and this caller alone may act on it. */
    static boolean take(AgentFault fault) {
        Path known = directory;
        try {
            return known != null && Files.deleteIfExists(known.resolve(fault.fileName()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not disarm " + fault, e);
        }
    }

    /** The note appears whole, in one moment. */
    static void tell(AgentFault fault, FaultNote note) {
        Path known = directory;
        if (known == null) {
            throw new IllegalStateException("the agent has no directory");
        }
        try {
            Path draft = Files.createTempFile(known, fault.fileName(), ".draft");
            Files.write(draft, note.lines());
            Files.move(
                    draft,
                    known.resolve(fault.fileName() + ".fired"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not tell of " + fault, e);
        }
    }
}
