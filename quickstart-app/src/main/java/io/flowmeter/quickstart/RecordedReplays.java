package io.flowmeter.quickstart;

import io.flowmeter.quickstart.sample.TraceDataset;
import io.flowmeter.quickstart.sample.TraceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What was replayed into a data directory: how far each trace's times were moved, so that a second
 * replay sends the same events, and how many loads were generated, so that a second one is new.
 */
final class RecordedReplays {

    private static final String SHA256 = "sha256";
    private static final String SHIFT_MILLIS = "shiftMillis";
    private static final String GENERATED = "generated-";

    private final Path directory;
    private final Clock clock;

    RecordedReplays(Path directory, Clock clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
    }

    /** The trace with its own times. */
    TraceDataset original(TraceFile trace) throws IOException {
        return new TraceDataset(trace, recordedShift(trace, "original", Duration.ZERO));
    }

    /** The trace with times that ended now when it was first replayed. */
    TraceDataset shifted(TraceFile trace) throws IOException {
        long shift = clock.millis() - trace.end().toEpochMilli();
        return new TraceDataset(trace, recordedShift(trace, "shifted", Duration.ofMillis(shift)));
    }

    /** A name no generated load of this data directory has had. */
    String nextGeneratedName() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long earlier =
                    files.filter(file -> file.getFileName().toString().startsWith(GENERATED))
                            .count();
            String name = GENERATED + (earlier + 1);
            Files.createFile(directory.resolve(name));
            return name;
        }
    }

    private Duration recordedShift(TraceFile trace, String kind, Duration shift)
            throws IOException {
        Path file = directory.resolve(kind + "-" + trace.name() + ".properties");
        var recorded = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                recorded.load(reader);
            }
            requireSame(trace, recorded);
        } else {
            recorded.setProperty(SHA256, trace.sha256());
            recorded.setProperty(SHIFT_MILLIS, String.valueOf(shift.toMillis()));
            store(recorded, file);
        }
        return Duration.ofMillis(Long.parseLong(recorded.getProperty(SHIFT_MILLIS)));
    }

    private void store(Properties recorded, Path file) throws IOException {
        Path draft = Files.createTempFile(directory, "new", ".properties");
        try (var writer = Files.newBufferedWriter(draft)) {
            recorded.store(writer, "Read by ./quickstart, to send the same events again.");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireSame(TraceFile trace, Properties recorded) {
        if (!trace.sha256().equals(recorded.getProperty(SHA256))) {
            throw new RefusedStartException(
                    "another trace named "
                            + trace.name()
                            + " was replayed into this data directory: rename the file of --trace,"
                            + " choose another --data-dir, or begin anew with --reset");
        }
    }
}
