package io.flowmeter.job.replay;

import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.aggregate.RollUpUsage;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.deduplicate.Deduplicate;
import io.flowmeter.job.ingest.AdmitEvents;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.store.EpochBatch;
import io.flowmeter.job.store.EpochBatches;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/**
 * The job between two restarts: its operators, and what is on its way between them until the test
 * delivers it.
 */
final class JobAttempt {
    private final int parallelism;
    private final Consumer<DeadLetter> deadLetters;
    private final List<TwoInputStreamOperatorTestHarness<RawEvent, CatalogUpdate, IdentityRecord>>
            admission = new ArrayList<>();
    private final Map<Stage, List<Channel.Receiver>> receivers = new EnumMap<>(Stage.class);
    private final List<
                    OneInputStreamOperatorTestHarness<
                            CommittableMessage<EpochBatch>, CommittableMessage<EpochBatch>>>
            committers = new ArrayList<>();
    private final Routes routes;

    <S extends Sink<StoreWrite> & SupportsCommitter<EpochBatch>> JobAttempt(
            Operators<S> operators, Consumer<DeadLetter> deadLetters) throws Exception {
        this.parallelism = operators.parallelism();
        this.deadLetters = deadLetters;
        for (int i = 0; i < parallelism; i++) {
            admission.add(operators.admit(i));
            committers.add(operators.committer(i));
        }
        for (Stage stage : Stage.values()) {
            List<Channel.Receiver> ofStage = new ArrayList<>();
            for (int i = 0; stage != Stage.ADMIT && i < parallelism; i++) {
                ofStage.add(new Channel.Receiver(stage, i, operators.of(stage, i)));
            }
            receivers.put(stage, ofStage);
        }
        this.routes = new Routes(parallelism, receivers);
    }

    int parallelism() {
        return parallelism;
    }

    void event(int subtask, RawEvent event) throws Exception {
        admission.get(subtask).processElement1(new StreamRecord<>(event, event.appendMillis()));
        forward(Stage.ADMIT, subtask);
    }

    void eventTime(int subtask, long watermarkMillis) throws Exception {
        admission.get(subtask).processWatermark1(new Watermark(watermarkMillis));
        forward(Stage.ADMIT, subtask);
    }

    /** The subtask reads no partition and will read none. */
    void noEvents(int subtask) throws Exception {
        admission.get(subtask).processWatermarkStatus1(WatermarkStatus.IDLE);
        forward(Stage.ADMIT, subtask);
    }

    /** A change, or a mark with the watermark that follows it. */
    void catalog(int subtask, CatalogUpdate update) throws Exception {
        admission.get(subtask).processElement2(new StreamRecord<>(update));
        if (update.change() == null) {
            admission.get(subtask).processWatermark2(new Watermark(update.completeUntilMillis()));
        }
        rollUp(subtask, update);
        forward(Stage.ADMIT, subtask);
    }

    @SuppressWarnings("unchecked") // that is what it reads beside usage
    private void rollUp(int subtask, CatalogUpdate update) throws Exception {
        var rollUp =
                (TwoInputStreamOperatorTestHarness<?, CatalogUpdate, ?>)
                        harness(Stage.ROLL_UP, subtask);
        // Not through the harness, which would set a key.
        ((RollUpUsage) rollUp.getOperator()).processElement2(new StreamRecord<>(update));
        if (update.change() == null) {
            rollUp.processWatermark2(new Watermark(update.completeUntilMillis()));
        }
        forward(Stage.ROLL_UP, subtask);
    }

    /**
     * Delivers one element of any channel.
     *
     * @return false if nothing is on its way
     */
    boolean deliver(Random choice) throws Exception {
        List<Channel> ready = routes.ready();
        if (!ready.isEmpty()) {
            deliverFirst(ready, choice);
        }
        return !ready.isEmpty();
    }

    /**
     * Lets a barrier pass through the operators: each takes its snapshot when it has read all that
     * was sent before.
     *
     * @param snapshot is given the states
     * @param last operator that the barrier reaches
     */
    void snapshot(Snapshot snapshot, Stage last, Random choice) throws Exception {
        long checkpointId = snapshot.checkpointId();
        for (Stage stage : Stage.values()) {
            if (stage.compareTo(last) > 0) {
                return;
            }
            for (List<Channel> ready = routes.readyFor(stage);
                    !ready.isEmpty();
                    ready = routes.readyFor(stage)) {
                deliverFirst(ready, choice);
            }
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var harness = harness(stage, subtask);
                harness.prepareSnapshotPreBarrier(checkpointId);
                forward(stage, subtask);
                snapshot.add(stage, harness.snapshot(checkpointId, checkpointId));
            }
        }
        for (var committer : committers) {
            snapshot.committers().add(committer.snapshot(checkpointId, checkpointId));
        }
    }

    /** Tells one committer that a checkpoint is complete. */
    void complete(long checkpointId, int subtask) throws Exception {
        committers.get(subtask).notifyOfCompletedCheckpoint(checkpointId);
        committers.get(subtask).getOutput().clear();
    }

    /** Stops at once: nothing is flushed. */
    void crash() throws Exception {
        for (Stage stage : Stage.values()) {
            for (int subtask = 0; subtask < parallelism; subtask++) {
                harness(stage, subtask).close();
            }
        }
        for (var committer : committers) {
            committer.close();
        }
    }

    private void deliverFirst(List<Channel> ready, Random choice) throws Exception {
        Channel.Receiver receiver = ready.get(choice.nextInt(ready.size())).deliver();
        forward(receiver.stage, receiver.subtask);
    }

    private AbstractStreamOperatorTestHarness<?> harness(Stage stage, int subtask) {
        return stage == Stage.ADMIT
                ? admission.get(subtask)
                : receivers.get(stage).get(subtask).harness;
    }

    /** Side outputs first: what a watermark lets leave comes before the watermark. */
    private void forward(Stage stage, int subtask) throws Exception {
        var harness = harness(stage, subtask);
        take(harness.getSideOutput(AdmitEvents.DEAD_LETTERS), deadLetters);
        take(harness.getSideOutput(Deduplicate.DEAD_LETTERS), deadLetters);
        for (Stage.Edge edge : Stage.EDGES) {
            if (edge.from() == stage && edge.output() != null) {
                take(
                        harness.getSideOutput(edge.output()),
                        value -> routes.send(stage, subtask, edge.output(), value));
            }
        }
        for (Object element; (element = harness.getOutput().poll()) != null; ) {
            if (element instanceof Watermark watermark) {
                routes.send(stage, subtask, watermark);
            } else if (stage == Stage.STORE) {
                commitLater(subtask, (StreamRecord<?>) element);
            } else {
                routes.send(stage, subtask, null, ((StreamRecord<?>) element).getValue());
            }
        }
    }

    @SuppressWarnings("unchecked") // the writer emits nothing else
    private void commitLater(int subtask, StreamRecord<?> written) throws Exception {
        var message = (CommittableMessage<EpochBatch>) written.getValue();
        committers.get(subtask).processElement(new StreamRecord<>(EpochBatches.stamped(message)));
    }

    /** A harness has no queue for an output that nothing was sent to. */
    private static <T> void take(Queue<StreamRecord<T>> output, Consumer<T> taker) {
        while (output != null && !output.isEmpty()) {
            taker.accept(output.remove().getValue());
        }
    }
}
