package io.flowmeter.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.store.EpochBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.jspecify.annotations.Nullable;

/** One way of reading a log, from its first record to its last, with checkpoints and restarts. */
final class Replay<S extends Sink<StoreWrite> & SupportsCommitter<EpochBatch>> {
    private final Scenario scenario;
    private final EventLog log;
    private final S sink;
    private final Reader reader;
    private final Map<String, String> deadLetters = new TreeMap<>();
    private final List<Snapshot> checkpoints = new ArrayList<>();

    private JobAttempt job;
    private Sources sources;
    private long nextCheckpoint;

    Replay(Scenario scenario, S sink, Reader reader) throws Exception {
        this.scenario = scenario;
        this.log = scenario.events();
        this.sink = sink;
        this.reader = reader;
        start(scenario.parallelism(), null);
    }

    /** Does what the scenario says, then reads what is left and completes a last checkpoint. */
    void run() throws Exception {
        for (Act act : scenario.acts()) {
            act.on(this);
        }
        sources.readToTheEnd();
        deliver(Integer.MAX_VALUE, new Random(0));
        checkpoint(Act.Checkpoint.End.COMMITTED, new Random(0));
        job.crash();
    }

    /** Dead letters by position; a repeated one is the same one. */
    Map<String, String> deadLetters() {
        return deadLetters;
    }

    Sources sources() {
        return sources;
    }

    int parallelism() {
        return job.parallelism();
    }

    void deliver(int elements, Random choice) throws Exception {
        for (int i = 0; i < elements; i++) {
            if (!job.deliver(choice)) {
                return;
            }
        }
    }

    void checkpoint(Act.Checkpoint.End end, Random choice) throws Exception {
        Snapshot snapshot = sources.snapshot(nextCheckpoint++);
        boolean reachesSink = end != Act.Checkpoint.End.FAILS_BEFORE_THE_SINK;
        job.snapshot(snapshot, reachesSink ? Stage.STORE : Stage.COUNT, choice);
        switch (end) {
            case COMMITTED -> {
                checkpoints.add(snapshot);
                for (int subtask = 0; subtask < job.parallelism(); subtask++) {
                    tell(snapshot, subtask);
                }
            }
            case ONE_COMMITTER_TOLD -> {
                checkpoints.add(snapshot);
                tell(snapshot, choice.nextInt(job.parallelism()));
            }
            case NOBODY_TOLD -> checkpoints.add(snapshot);
            case FAILS_AFTER_THE_SINK, FAILS_BEFORE_THE_SINK -> {
                // The job goes on; its next checkpoint holds what this one would have.
            }
        }
    }

    /** From the last checkpoint but some; those are lost, and their numbers come again. */
    void restart(int parallelism, int butLast) throws Exception {
        job.crash();
        for (int i = 0; i < butLast && !checkpoints.isEmpty(); i++) {
            checkpoints.remove(checkpoints.size() - 1);
        }
        start(parallelism, checkpoints.isEmpty() ? null : checkpoints.get(checkpoints.size() - 1));
        reader.look();
    }

    private void start(int parallelism, @Nullable Snapshot restored) throws Exception {
        job =
                new JobAttempt(
                        new Operators<>(sink, scenario.window(), parallelism, restored),
                        this::refuse);
        sources = new Sources(log, job, restored);
        nextCheckpoint = restored == null ? 1 : restored.checkpointId() + 1;
    }

    private void tell(Snapshot completed, int subtask) throws Exception {
        job.complete(completed.checkpointId(), subtask);
        reader.look();
    }

    private void refuse(DeadLetter letter) {
        String text =
                String.join(
                        "|",
                        letter.namespace(),
                        letter.tenant(),
                        letter.reason(),
                        letter.detail(),
                        Boolean.toString(letter.partial()),
                        Long.toString(letter.appendMillis()),
                        new String(letter.value(), StandardCharsets.UTF_8));
        String before = deadLetters.put(letter.position().toString(), text);
        assertThat(before).as("dead letter written before").isIn(null, text);
    }
}
