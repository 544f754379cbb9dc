package io.flowmeter.job.replay;

import io.flowmeter.job.store.InMemoryEpochSink;
import io.flowmeter.job.store.MemoryTables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** What a checkpoint of the job holds of each operator, before the first event. */
public final class JobStates {
    private JobStates() {}

    /** By the operator's uid, in the order of the job. */
    public static Map<String, OperatorSubtaskState> empty() throws Exception {
        InMemoryEpochSink sink = new InMemoryEpochSink(new MemoryTables());
        JobAttempt job =
                new JobAttempt(
                        new Operators<>(sink, Duration.ofDays(35), 1, null),
                        letter -> {
                            throw new IllegalStateException("nothing was sent: " + letter);
                        });
        Snapshot snapshot = Snapshot.of(1, new int[0], 0);
        job.snapshot(snapshot, Stage.STORE, new Random(0));
        job.crash();
        Map<String, OperatorSubtaskState> states = new LinkedHashMap<>();
        snapshot.states().forEach((stage, ofStage) -> states.put(stage.uid, ofStage.get(0)));
        states.put("Sink Committer: " + Stage.STORE.uid, snapshot.committers().get(0));
        return states;
    }
}
