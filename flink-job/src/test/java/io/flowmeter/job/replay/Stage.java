package io.flowmeter.job.replay;

import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.deduplicate.IdentityRecord;
import io.flowmeter.core.event.EventCount;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.job.aggregate.UsageKey;
import io.flowmeter.job.count.VerdictKey;
import io.flowmeter.job.deduplicate.Deduplicate;
import io.flowmeter.job.ingest.AdmitEvents;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The operators that hold the job's state, in the order of a checkpoint's barrier. */
enum Stage {
    ADMIT("admit-events"),
    DEDUPLICATE("deduplicate"),
    ROLL_UP("roll-up-usage"),
    COUNT("count-verdicts"),
    STORE("store-rows");

    /** The operator's uid in the job. */
    final String uid;

    Stage(String uid) {
        this.uid = uid;
    }

    /**
     * What flows from one operator to another, to the subtask that owns its key.
     *
     * @param output of the upstream operator; null for its main one
     */
    record Edge(
            Stage from, @Nullable OutputTag<?> output, Stage to, Function<Object, Object> key) {}

    static final List<Edge> EDGES =
            List.of(
                    edge(ADMIT, null, DEDUPLICATE, IdentityRecord.class, IdentityRecord::key),
                    edge(ADMIT, AdmitEvents.VERDICTS, COUNT, EventCount.class, VerdictKey::of),
                    edge(DEDUPLICATE, null, ROLL_UP, UsageChange.class, UsageKey::of),
                    edge(
                            DEDUPLICATE,
                            Deduplicate.VERDICTS,
                            COUNT,
                            EventCount.class,
                            VerdictKey::of),
                    edge(
                            DEDUPLICATE,
                            Deduplicate.STORE,
                            STORE,
                            StoreWrite.class,
                            StoreWrite::tenantKey),
                    edge(ROLL_UP, null, STORE, StoreWrite.class, StoreWrite::tenantKey),
                    edge(COUNT, null, STORE, StoreWrite.class, StoreWrite::tenantKey));

    private static <T> Edge edge(
            Stage from,
            @Nullable OutputTag<?> output,
            Stage to,
            Class<T> type,
            Function<T, Object> key) {
        return new Edge(from, output, to, value -> key.apply(type.cast(value)));
    }
}
