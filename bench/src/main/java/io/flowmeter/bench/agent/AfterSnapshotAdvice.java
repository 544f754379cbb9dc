package io.flowmeter.bench.agent;

import net.bytebuddy.asm.Advice;
import org.apache.flink.runtime.checkpoint.CheckpointMetaData;

/** Where a task has told the JobManager that its snapshot is complete. */
final class AfterSnapshotAdvice {

    private AfterSnapshotAdvice() {}

    @Advice.OnMethodExit
    static void afterSnapshot(
            @Advice.FieldValue("taskName") String task,
            @Advice.FieldValue("checkpointMetaData") CheckpointMetaData checkpoint) {
        FailCheckpointAfterSink.afterSnapshot(task, checkpoint.getCheckpointId());
    }
}
