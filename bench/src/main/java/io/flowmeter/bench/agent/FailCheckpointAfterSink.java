package io.flowmeter.bench.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Holds one snapshot of a task upstream of the sink until the sink's subtask of the same number has
 * completed its own of the same checkpoint, then makes it fail. Called from Flink's classes, so it
 * is public.
 *
 * <p>Both subtasks are in this process: Flink puts the subtasks of one number into one slot.
 */
public final class FailCheckpointAfterSink {

    private static final String UPSTREAM = "roll up usage";
    private static final String SINK = "store rows: Writer";

    /** Well below the checkpoint's own timeout. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The last checkpoint each subtask of the sink completed its snapshot of. */
    private static final Map<String, Long> COMPLETED_BY_SUBTASK = new ConcurrentHashMap<>();

    private FailCheckpointAfterSink() {}

    /**
     * @throws IOException on purpose, if armed and the sink is done: Flink declines the checkpoint
     */
    public static void beforeSnapshot(String task, long checkpoint) throws IOException {
        if (!task.startsWith(UPSTREAM)
                || !Arming.isArmed(AgentFault.FAIL_CHECKPOINT_AFTER_SINK)
                || !isCompletedBySink(subtask(task), checkpoint)
                || !Arming.take(AgentFault.FAIL_CHECKPOINT_AFTER_SINK)) {
            return;
        }
        Arming.tell(
                AgentFault.FAIL_CHECKPOINT_AFTER_SINK,
                new FaultNote(
                        checkpoint,
                        task,
                        "the sink's subtask "
                                + subtask(task)
                                + " had completed its snapshot of checkpoint "
                                + checkpoint));
        throw new IOException("fault on purpose: snapshot of " + task);
    }

    /** Remembers what the sink completed. */
    public static void afterSnapshot(String task, long checkpoint) {
        if (task.startsWith(SINK)) {
            COMPLETED_BY_SUBTASK.put(subtask(task), checkpoint);
        }
    }

    /** Of "roll up usage (1/2)#0": "1/2", without the attempt, which the two need not share. */
    static String subtask(String task) {
        return task.substring(task.lastIndexOf('(') + 1, task.lastIndexOf(')'));
    }

    private static boolean isCompletedBySink(String subtask, long checkpoint) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (COMPLETED_BY_SUBTASK.getOrDefault(subtask, -1L) != checkpoint) {
            if (System.nanoTime() > deadline) {
                return false; // a later checkpoint may serve
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the sink", e);
            }
        }
        return true;
    }
}
