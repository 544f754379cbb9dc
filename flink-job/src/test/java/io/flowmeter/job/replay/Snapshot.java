package io.flowmeter.job.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * What a checkpoint holds.
 *
 * @param offsets of the next record of every partition
 * @param nextChange index of the next change of the catalog
 * @param states of every operator, by subtask
 * @param committers their states, by subtask
 */
record Snapshot(
        long checkpointId,
        int[] offsets,
        int nextChange,
        Map<Stage, List<OperatorSubtaskState>> states,
        List<OperatorSubtaskState> committers) {

    static Snapshot of(long checkpointId, int[] offsets, int nextChange) {
        return new Snapshot(
                checkpointId, offsets, nextChange, new EnumMap<>(Stage.class), new ArrayList<>());
    }

    void add(Stage stage, OperatorSubtaskState state) {
        states.computeIfAbsent(stage, none -> new ArrayList<>()).add(state);
    }

    /** The share of a subtask after a change of parallelism. */
    OperatorSubtaskState of(Stage stage, int newParallelism, int subtask) {
        return share(states.get(stage), newParallelism, subtask);
    }

    OperatorSubtaskState ofCommitter(int newParallelism, int subtask) {
        return share(committers, newParallelism, subtask);
    }

    private static OperatorSubtaskState share(
            List<OperatorSubtaskState> states, int newParallelism, int subtask) {
        if (states.size() == newParallelism) {
            return states.get(subtask);
        }
        try {
            return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    AbstractStreamOperatorTestHarness.repackageState(
                            states.toArray(new OperatorSubtaskState[0])),
                    Operators.MAX_PARALLELISM,
                    states.size(),
                    newParallelism,
                    subtask);
        } catch (Exception e) {
            throw new IllegalStateException("states cannot be put together", e);
        }
    }
}
