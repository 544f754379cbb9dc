package io.flowmeter.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedStatesTest {

    @TempDir private Path directory;
    private SavedStates states;

    @BeforeEach
    void open() throws Exception {
        var table = ProcessTable.read(directory.resolve("processes"));
        states = new SavedStates(StateDisk.open(directory.resolve("state"), 0, table));
    }

    @Test
    void nothingIsFoundOnAnEmptyDisk() {
        assertThat(states.findLatestCheckpoint()).isEmpty();
        assertThat(states.findLatest()).isEmpty();
    }

    @Test
    void newestOfCheckpointsAndSavepointsIsWhereTheNumbersStand() throws Exception {
        saved("checkpoints/a/chk-7", 1_000);
        Path checkpoint = saved("checkpoints/b/chk-3", 2_000);
        Path savepoint = saved("savepoints/savepoint-1", 3_000);
        Files.createDirectories(directory.resolve("state/savepoints/savepoint-2-unfinished"));

        assertThat(states.findLatestCheckpoint()).contains(checkpoint);
        assertThat(states.findLatest()).contains(savepoint);

        Path later = saved("checkpoints/b/chk-4", 4_000);
        assertThat(states.findLatest()).contains(later);
    }

    @Test
    void onlyThisDisksCheckpointsBelongToTheJob() {
        Path checkpoint = directory.resolve("state/checkpoints/a/chk-7");

        assertThat(states.isCheckpoint(checkpoint.toString())).isTrue();
        assertThat(states.isCheckpoint(checkpoint.toUri().toString())).isTrue();
        assertThat(states.isCheckpoint(directory.resolve("golden/chk-7").toString())).isFalse();
    }

    @Test
    void onlyTheCheckpointsOfTheNamedJobAreKept() throws Exception {
        saved("checkpoints/a/chk-7", 1_000);
        Path kept = saved("checkpoints/b/chk-3", 2_000);
        saved("savepoints/savepoint-1", 3_000);

        states.deleteAllButCheckpointsOf("b");

        assertThat(states.findLatest()).contains(kept);
        assertThat(directory.resolve("state/savepoints")).isEmptyDirectory();
        assertThat(directory.resolve("state/checkpoints/a")).doesNotExist();
    }

    private Path saved(String path, long millis) throws Exception {
        Path saved = directory.resolve("state").resolve(path);
        Path metadata = Files.createDirectories(saved).resolve("_metadata");
        Files.setLastModifiedTime(Files.createFile(metadata), FileTime.fromMillis(millis));
        return saved;
    }
}
