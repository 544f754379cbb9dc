package io.flowmeter.job.replay;

import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.job.aggregate.RollUpUsage;
import io.flowmeter.job.aggregate.UsageKey;
import io.flowmeter.job.catalog.CatalogUpdate;
import io.flowmeter.job.count.CountVerdicts;
import io.flowmeter.job.count.VerdictKey;
import io.flowmeter.job.deduplicate.Deduplicate;
import io.flowmeter.job.ingest.AdmitEvents;
import io.flowmeter.job.ingest.RawEvent;
import io.flowmeter.job.store.EpochBatch;
import io.flowmeter.job.store.EpochBatches;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The real operators of the job, each subtask in Flink's own test harness.
 *
 * @param window of deduplication
 * @param restored null for a job that starts without state
 */
record Operators<S extends Sink<StoreWrite> & SupportsCommitter<EpochBatch>>(
        S sink, Duration window, int parallelism, @Nullable Snapshot restored) {

    /** Far fewer than in the job, so that tables of key groups cost little. */
    static final int MAX_PARALLELISM = 12;

    private static final Duration STANDSTILL = Duration.ofDays(10);

    TwoInputStreamOperatorTestHarness<RawEvent, CatalogUpdate, IdentityRecord> admit(int subtask)
            throws Exception {
        return opened(
                new TwoInputStreamOperatorTestHarness<>(
                        new CoBroadcastWithNonKeyedOperator<>(
                                new AdmitEvents(SlicePolicy.DEFAULT), List.of(AdmitEvents.CATALOG)),
                        MAX_PARALLELISM,
                        parallelism,
                        subtask),
                IdentityRecord.class,
                Stage.ADMIT,
                subtask);
    }

    TwoInputStreamOperatorTestHarness<UsageChange, CatalogUpdate, StoreWrite> rollUp(int subtask)
            throws Exception {
        return opened(
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new RollUpUsage(),
                        UsageKey::of,
                        update -> new UsageKey("", "", ""),
                        TypeInformation.of(UsageKey.class),
                        MAX_PARALLELISM,
                        parallelism,
                        subtask),
                StoreWrite.class,
                Stage.ROLL_UP,
                subtask);
    }

    AbstractStreamOperatorTestHarness<?> of(Stage stage, int subtask) throws Exception {
        return switch (stage) {
            case ADMIT -> throw new IllegalArgumentException("admission has two inputs");
            case DEDUPLICATE ->
                    keyed(
                            new KeyedProcessOperator<>(new Deduplicate(window, STANDSTILL)),
                            IdentityRecord::key,
                            Fingerprint.class,
                            UsageChange.class,
                            stage,
                            subtask);
            case ROLL_UP -> rollUp(subtask);
            case COUNT ->
                    keyed(
                            new KeyedProcessOperator<VerdictKey, EventCount, StoreWrite>(
                                    new CountVerdicts()),
                            VerdictKey::of,
                            VerdictKey.class,
                            StoreWrite.class,
                            stage,
                            subtask);
            case STORE -> writer(subtask);
        };
    }

    private OneInputStreamOperatorTestHarness<StoreWrite, CommittableMessage<EpochBatch>> writer(
            int subtask) throws Exception {
        OneInputStreamOperatorTestHarness<StoreWrite, CommittableMessage<EpochBatch>> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<>(sink),
                        MAX_PARALLELISM,
                        parallelism,
                        subtask);
        return opened(
                harness,
                EpochBatches.serializer(sink),
                restored == null ? null : restored.of(Stage.STORE, parallelism, subtask));
    }

    OneInputStreamOperatorTestHarness<
                    CommittableMessage<EpochBatch>, CommittableMessage<EpochBatch>>
            committer(int subtask) throws Exception {
        return opened(
                new OneInputStreamOperatorTestHarness<>(
                        new CommitterOperatorFactory<>(sink, false, true),
                        MAX_PARALLELISM,
                        parallelism,
                        subtask),
                EpochBatches.serializer(sink),
                restored == null ? null : restored.ofCommitter(parallelism, subtask));
    }

    private <K, IN, OUT> OneInputStreamOperatorTestHarness<IN, OUT> keyed(
            OneInputStreamOperator<IN, OUT> operator,
            KeySelector<IN, K> key,
            Class<K> keyType,
            Class<OUT> outputType,
            Stage stage,
            int subtask)
            throws Exception {
        return opened(
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator,
                        key,
                        TypeInformation.of(keyType),
                        MAX_PARALLELISM,
                        parallelism,
                        subtask),
                outputType,
                stage,
                subtask);
    }

    private <OUT, H extends AbstractStreamOperatorTestHarness<OUT>> H opened(
            H harness, Class<OUT> outputType, Stage stage, int subtask) throws Exception {
        return opened(
                harness,
                TypeInformation.of(outputType)
                        .createSerializer(harness.getExecutionConfig().getSerializerConfig()),
                restored == null ? null : restored.of(stage, parallelism, subtask));
    }

    private <OUT, H extends AbstractStreamOperatorTestHarness<OUT>> H opened(
            H harness, TypeSerializer<OUT> output, @Nullable OperatorSubtaskState state)
            throws Exception {
        harness.setup(output);
        if (restored != null && state != null) {
            harness.setRestoredCheckpointId(restored.checkpointId());
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }
}
