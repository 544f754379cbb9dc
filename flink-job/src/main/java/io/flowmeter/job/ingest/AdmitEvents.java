package io.flowmeter.job.ingest;

import io.flowmeter.core.catalog.Catalog;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.window.SlicePolicy;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Parses events and reads them with the meters in force. An event waits until the catalog is known
 * to be complete up to its append time, so it never races a change: usually for the tenth of a
 * second until the catalog's next mark. {@link EventAdmission} decides; this class keeps the state.
 */
public final class AdmitEvents
        extends BroadcastProcessFunction<RawEvent, CatalogUpdate, IdentityRecord>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    /** Every catalog change, by its sequence number. */
    public static final MapStateDescriptor<Long, CatalogChange> CATALOG =
            new MapStateDescriptor<>(
                    "catalog", Types.LONG, TypeInformation.of(CatalogChange.class));

    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("refused-events") {};

    /** Verdicts decided here, as counts of one: dead letters and unmatched events. */
    public static final OutputTag<EventCount> VERDICTS = new OutputTag<>("admission-verdicts") {};

    private final SlicePolicy slices;
    private transient ListState<RawEvent> storedWaiting;
    private transient Deque<RawEvent> waiting;
    private transient Catalog catalog;
    private transient EventAdmission admission;
    private transient long completeUntilMillis;

    public AdmitEvents(SlicePolicy slices) {
        this.slices = slices;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        storedWaiting =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "waiting", TypeInformation.of(RawEvent.class)));
        waiting = new ArrayDeque<>();
        storedWaiting.get().forEach(waiting::add);
        catalog = new Catalog();
        for (Map.Entry<Long, CatalogChange> known :
                context.getOperatorStateStore().getBroadcastState(CATALOG).immutableEntries()) {
            known.getValue().addTo(catalog);
        }
        completeUntilMillis = Long.MIN_VALUE;
    }

    @Override
    public void open(OpenContext context) {
        admission = new EventAdmission(catalog, slices);
    }

    @Override
    public void processElement(
            RawEvent event, ReadOnlyContext context, Collector<IdentityRecord> out) {
        if (event.appendMillis() > completeUntilMillis) {
            waiting.add(event);
        } else {
            admission.admit(
                    event,
                    outputs(
                            out,
                            letter -> context.output(DEAD_LETTERS, letter),
                            verdict -> context.output(VERDICTS, verdict)));
        }
    }

    @Override
    public void processBroadcastElement(
            CatalogUpdate update, Context context, Collector<IdentityRecord> out) throws Exception {
        CatalogChange change = update.change();
        if (change != null) {
            context.getBroadcastState(CATALOG).put(change.seq(), change);
            change.addTo(catalog);
            return;
        }
        completeUntilMillis = Math.max(completeUntilMillis, update.completeUntilMillis());
        release(
                outputs(
                        out,
                        letter -> context.output(DEAD_LETTERS, letter),
                        verdict -> context.output(VERDICTS, verdict)));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        storedWaiting.update(new ArrayList<>(waiting));
    }

    private void release(EventAdmission.Outputs outputs) {
        Deque<RawEvent> early = new ArrayDeque<>();
        for (RawEvent event : waiting) {
            if (event.appendMillis() > completeUntilMillis) {
                early.add(event);
            } else {
                admission.admit(event, outputs);
            }
        }
        waiting = early;
    }

    private static EventAdmission.Outputs outputs(
            Collector<IdentityRecord> admitted,
            Consumer<DeadLetter> refused,
            Consumer<EventCount> decided) {
        return new EventAdmission.Outputs() {
            @Override
            public void admitted(IdentityRecord identified) {
                admitted.collect(identified);
            }

            @Override
            public void refused(DeadLetter letter) {
                refused.accept(letter);
            }

            @Override
            public void decided(EventCount verdict) {
                decided.accept(verdict);
            }
        };
    }
}
