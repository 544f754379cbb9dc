package io.flowmeter.bench.agent;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import org.apache.flink.runtime.checkpoint.CheckpointMetaData;

/** Where a task begins the asynchronous part of its snapshot, which may be slow and may fail. */
final class BeforeSnapshotAdvice {

    private BeforeSnapshotAdvice() {}

    @Advice.OnMethodEnter
    static void beforeSnapshot(
            @Advice.FieldValue("taskName") String task,
            @Advice.FieldValue("checkpointMetaData") CheckpointMetaData checkpoint)
            throws IOException {
        FailCheckpointAfterSink.beforeSnapshot(task, checkpoint.getCheckpointId());
    }
}
