package io.flowmeter.job.deduplicate;

import io.flowmeter.core.aggregate.EventUsage;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.deduplicate.Correction;
import io.flowmeter.core.deduplicate.IdentityHistory;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.deduplicate.Step;
import io.flowmeter.core.deduplicate.TimedUsage;
import io.flowmeter.core.deduplicate.VerdictCount;
import io.flowmeter.core.event.CorrectionAudit;
import io.flowmeter.core.event.DeadLetter;
import io.flowmeter.core.event.EventConflict;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.event.EventIdentity;
import io.flowmeter.core.event.Fingerprint;
import io.flowmeter.core.event.UsedReservation;
import io.flowmeter.core.event.Verdict;
import io.flowmeter.core.meter.Contribution;
import io.flowmeter.core.store.StoreWrite;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets every event identity count once and applies voids and replacements to it. {@link
 * IdentityHistory} decides, from append times alone; the state's time to live only tidies up, well
 * after the deduplication window.
 */
public final class Deduplicate
        extends KeyedProcessFunction<Fingerprint, IdentityRecord, UsageChange> {
    private static final long serialVersionUID = 1L;

    /** Conflicts, corrections and used reservations. */
    public static final OutputTag<StoreWrite> STORE = new OutputTag<>("deduplicate-store") {};

    /** Voids without a target. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("unknown-targets") {};

    /** What the verdicts add up to. */
    public static final OutputTag<EventCount> VERDICTS = new OutputTag<>("identity-verdicts") {};

    private final Duration window;
    private final Duration standstill;
    private transient ValueState<IdentityHistory> history;

    /**
     * @param window how long after its first copy an identity is remembered, by append time
     * @param standstill the longest time the job may stand still without forgetting an identity too
     *     early: at least the retention of the event topic
     */
    public Deduplicate(Duration window, Duration standstill) {
        this.window = window;
        this.standstill = standstill;
    }

    @Override
    public void open(OpenContext context) {
        var descriptor = new ValueStateDescriptor<>("history", IdentityHistory.class);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(window.plus(standstill))
                        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
                        .cleanupInRocksdbCompactFilter(10_000)
                        .build());
        history = getRuntimeContext().getState(descriptor);
    }

    @Override
    public void processElement(IdentityRecord read, Context context, Collector<UsageChange> out)
            throws Exception {
        IdentityHistory known = known();
        Correction correction = read.correction();
        Step step =
                correction == null
                        ? known.occur(Objects.requireNonNull(read.occurrence()), window.toMillis())
                        : known.correct(correction, window.toMillis());
        remember(step.history());
        emit(step, read, context, out);
        if (correction != null && step.verdicts().isEmpty()) {
            context.timerService().registerEventTimeTimer(correction.appendMillis());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<UsageChange> out)
            throws Exception {
        Step step = known().complete(timestamp);
        remember(step.history());
        for (DeadLetter refused : step.refused()) {
            context.output(DEAD_LETTERS, refused);
            context.output(
                    VERDICTS,
                    EventCount.one(refused.namespace(), Verdict.DEAD_LETTER, refused.reason()));
        }
    }

    private IdentityHistory known() throws Exception {
        IdentityHistory known = history.value();
        return known == null ? IdentityHistory.EMPTY : known;
    }

    private void remember(IdentityHistory next) throws Exception {
        if (next.isEmpty()) {
            history.clear();
        } else {
            history.update(next);
        }
    }

    private void emit(Step step, IdentityRecord read, Context context, Collector<UsageChange> out) {
        EventIdentity identity = read.identity();
        for (VerdictCount count : step.counts()) {
            context.output(
                    VERDICTS,
                    new EventCount(
                            identity.namespace(),
                            count.verdict().name(),
                            "",
                            count.events(),
                            count.revisions()));
        }
        if (read.reservation() != null) {
            context.output(
                    STORE,
                    StoreWrite.of(
                            new UsedReservation(
                                    identity.namespace(), identity.tenant(), read.reservation())));
        }
        if (step.conflict() != null) {
            context.output(STORE, StoreWrite.of(conflict(step.conflict(), identity)));
        }
        for (Correction applied : step.applied()) {
            context.output(STORE, StoreWrite.of(audit(applied, step, identity)));
        }
        step.changes().forEach(change -> change(change, identity, out));
    }

    private static void change(
            TimedUsage change, EventIdentity identity, Collector<UsageChange> out) {
        EventUsage usage = change.usage();
        for (Contribution contribution : usage.contributions()) {
            out.collect(
                    new UsageChange(
                            identity.namespace(),
                            identity.tenant(),
                            usage.eventId(),
                            usage.placement(),
                            contribution,
                            change.appendMillis(),
                            change.sign(),
                            change.revisions()));
        }
    }

    private static EventConflict conflict(Step.Conflict conflict, EventIdentity identity) {
        return new EventConflict(
                conflict.lost().position(),
                conflict.kept(),
                identity.namespace(),
                identity.tenant(),
                identity.source(),
                identity.id(),
                conflict.lost().appendMillis());
    }

    private static CorrectionAudit audit(Correction applied, Step step, EventIdentity identity) {
        return new CorrectionAudit(
                applied.position(),
                identity.namespace(),
                identity.tenant(),
                applied.actor(),
                applied.replacement() == null ? "void" : "replace",
                identity.source(),
                identity.id(),
                step.before() == null ? "" : step.before().describe(),
                step.after() == null ? "" : step.after().describe());
    }
}
