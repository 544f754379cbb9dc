package io.flowmeter.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedCheckpointsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path checkpoints;

    @Test
    void newestIsFoundOverAllJobsWhateverItsNumber() throws IOException {
        complete("first-job/chk-900", NOON);
        var newest = complete("second-job/chk-7", NOON.plusSeconds(5));
        complete("second-job/chk-6", NOON.plusSeconds(4));

        assertThat(EmbeddedFlink.latestCheckpoint(checkpoints)).contains(newest);
    }

    @Test
    void greaterNumberWinsWithinOneTickOfTheClock() throws IOException {
        complete("job/chk-9", NOON);
        var newest = complete("job/chk-10", NOON);

        assertThat(EmbeddedFlink.latestCheckpoint(checkpoints)).contains(newest);
    }

    @Test
    void checkpointWithoutMetadataIsNotComplete() throws IOException {
        var complete = complete("job/chk-1", NOON);
        Files.createDirectories(checkpoints.resolve("job/chk-2"));
        Files.createDirectories(checkpoints.resolve("job/shared"));

        assertThat(EmbeddedFlink.latestCheckpoint(checkpoints)).contains(complete);
    }

    @Test
    void directoryMayBeEmptyOrMissing() throws IOException {
        assertThat(EmbeddedFlink.latestCheckpoint(checkpoints)).isEmpty();
        assertThat(EmbeddedFlink.latestCheckpoint(checkpoints.resolve("missing"))).isEmpty();
    }

    private Path complete(String name, Instant at) throws IOException {
        var directory = Files.createDirectories(checkpoints.resolve(name));
        var metadata = Files.createFile(directory.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.from(at));
        return directory;
    }
}
