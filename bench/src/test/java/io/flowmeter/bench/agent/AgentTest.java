package io.flowmeter.bench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {

    private static final AgentFault FAULT = AgentFault.FAIL_CHECKPOINT_AFTER_SINK;

    @TempDir private Path directory;

    @BeforeEach
    void arm() throws Exception {
        Arming.in(directory);
        Files.createFile(directory.resolve(FAULT.fileName()));
    }

    @Test
    void armedFaultIsTakenOnce() {
        assertThat(Arming.isArmed(FAULT)).isTrue();
        assertThat(Arming.take(FAULT)).isTrue();
        assertThat(Arming.take(FAULT)).isFalse();
        assertThat(Arming.isArmed(FAULT)).isFalse();
    }

    @Test
    void noteIsReadBack() throws Exception {
        var note = new FaultNote(7, "roll up usage (1/2)#0", "two\nlines");

        Arming.tell(FAULT, note);

        var lines = Files.readAllLines(directory.resolve(FAULT.fileName() + ".fired"));
        assertThat(FaultNote.parse(lines))
                .isEqualTo(new FaultNote(7, "roll up usage (1/2)#0", "two lines"));
        assertThatThrownBy(() -> FaultNote.parse(List.of("seven", "task", "detail")))
                .hasMessageContaining("seven");
    }

    @Test
    void snapshotFailsOnceTheSinksSubtaskOfTheSameNumberIsDone() throws Exception {
        FailCheckpointAfterSink.afterSnapshot("store rows: Writer -> Committer (1/2)#0", 5);

        FailCheckpointAfterSink.beforeSnapshot("deduplicate (1/2)#0", 5);
        assertThat(Arming.isArmed(FAULT)).isTrue();
        assertThatThrownBy(() -> FailCheckpointAfterSink.beforeSnapshot("roll up usage (1/2)#3", 5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("on purpose");
        FailCheckpointAfterSink.beforeSnapshot("roll up usage (1/2)#3", 5); // not armed any more
    }

    @Test
    void epochIsKnownByTheWordsOfItsBatches() {
        var batches =
                List.of(
                        "chunk 0 of 2 of epoch 1-2 of store-rows (subtask 0 of 2, checkpoint 9),"
                                + " 5000 rows",
                        "chunk 1 of 2 of epoch 1-2 of store-rows (subtask 0 of 2, checkpoint 9),"
                                + " 3 rows");

        assertThat(CrashAfterCommit.describe(batches))
                .isEqualTo(new CrashAfterCommit.Described(9, 5003));
        assertThatThrownBy(() -> CrashAfterCommit.describe(List.of("something else")))
                .hasMessageContaining("something else");
    }
}
