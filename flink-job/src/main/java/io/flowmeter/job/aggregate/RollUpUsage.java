package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.UsageSeries;
import io.flowmeter.core.crossing.ThresholdCrossing;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.job.catalog.CatalogChange;
import io.flowmeter.job.catalog.CatalogUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Folds usage changes into windows. What an epoch touches is cached on the heap; before each
 * checkpoint barrier the cache is written to state, its changed windows go out as rows, and it is
 * emptied. So each changed window costs one read and one write of state, and one row, per
 * checkpoint.
 *
 * <p>Timers let rolling quantities fall when no event comes. They run on append time: the
 * watermark.
 */
public final class RollUpUsage extends AbstractStreamOperator<StoreWrite>
        implements TwoInputStreamOperator<UsageChange, CatalogUpdate, StoreWrite>,
                Triggerable<UsageKey, VoidNamespace> {
    private static final long serialVersionUID = 1L;

    /** Windows, distinct values and logs; beyond this the cache is emptied before the barrier. */
    private static final int MAX_CACHED_ENTRIES = 500_000;

    private static final int CHECK_EVERY = 1_024;

    /** Every change of plans and subscriptions, by its sequence number. */
    static final MapStateDescriptor<Long, CatalogChange> LIMITS =
            new MapStateDescriptor<>("limits", Types.LONG, TypeInformation.of(CatalogChange.class));

    /** Crossings, beside those among the rows. */
    public static final OutputTag<ThresholdCrossing> CROSSINGS = new OutputTag<>("crossings") {};

    private transient BroadcastState<Long, CatalogChange> limits;
    private transient ListState<Long> searchedUntil;
    private transient CrossingSearch crossings;
    private transient long lastAppendMillis;
    private transient Map<UsageKey, CachedSeries> cache;
    private transient SeriesStates states;
    private transient UsageRows rows;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient int changesSinceCheck;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        states = new SeriesStates(context.getKeyedStateStore());
        limits = context.getOperatorStateStore().getBroadcastState(LIMITS);
        searchedUntil =
                context.getOperatorStateStore()
                        .getUnionListState(new ListStateDescriptor<>("searched-until", Types.LONG));
        long least = Long.MAX_VALUE;
        for (long each : searchedUntil.get()) {
            least = Math.min(least, each);
        }
        crossings = new CrossingSearch(least == Long.MAX_VALUE ? 0 : least);
        for (Map.Entry<Long, CatalogChange> known : limits.immutableEntries()) {
            crossings.add(known.getValue());
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        cache = new HashMap<>();
        rows = new UsageRows();
        timers = getInternalTimerService("rolling", VoidNamespaceSerializer.INSTANCE, this);
        for (UsageKey key : storedKeys().filter(crossings::isLimited).toList()) {
            setCurrentKey(key);
            crossings.restore(new CachedSeries(key, states, ""));
        }
    }

    @Override
    public void processElement1(StreamRecord<UsageChange> element) throws Exception {
        UsageChange change = element.getValue();
        CachedSeries series = cached(UsageKey.of(change), change.contribution().aggregation());
        long now = Math.max(timers.currentWatermark(), change.appendMillis());
        UsageSeries usage = new UsageSeries(series);
        usage.apply(change, now);
        series.addUnsettled(change);
        lastAppendMillis = Math.max(lastAppendMillis, change.appendMillis());
        wakeNextSlice(usage, now);
        if (++changesSinceCheck >= CHECK_EVERY) {
            changesSinceCheck = 0;
            if (cache.values().stream().mapToLong(CachedSeries::size).sum() > MAX_CACHED_ENTRIES) {
                flush();
            }
        }
    }

    @Override
    public void processElement2(StreamRecord<CatalogUpdate> element) throws Exception {
        CatalogChange change = element.getValue().change();
        if (change != null && change.isAboutLimits()) {
            limits.put(change.seq(), change);
            crossings.add(change);
        }
    }

    @Override
    public void onEventTime(InternalTimer<UsageKey, VoidNamespace> timer) throws Exception {
        long now = timers.currentWatermark();
        if (now == Long.MAX_VALUE) {
            return; // The input has ended: no time passes any more.
        }
        CachedSeries series = cached(timer.getKey(), "");
        UsageSeries usage = new UsageSeries(series);
        usage.advance(Aggregation.valueOf(series.aggregation()), now);
        wakeNextSlice(usage, now);
    }

    @Override
    public void onProcessingTime(InternalTimer<UsageKey, VoidNamespace> timer) {
        throw new IllegalStateException("rolling quantities follow append time only");
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    private CachedSeries cached(UsageKey key, String aggregation) {
        return cache.computeIfAbsent(
                key, missing -> new CachedSeries(missing, states, aggregation));
    }

    /** The next moment at which a slice leaves one of the horizons that still hold something. */
    private void wakeNextSlice(UsageSeries usage, long now) {
        for (Granularity slice : new Granularity[] {Granularity.MINUTE, Granularity.QUARTER_HOUR}) {
            if (usage.isRolling(slice)) {
                timers.registerEventTimeTimer(
                        VoidNamespace.INSTANCE, slice.sliceStart(now) + slice.sliceMillis());
                return;
            }
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        searchedUntil.update(List.of(crossings.searchedUntilMillis()));
    }

    /** Every series with state in this subtask. */
    private Stream<UsageKey> storedKeys() {
        return this.<UsageKey>getKeyedStateBackend()
                .getKeys(SeriesStates.HEAD, VoidNamespace.INSTANCE);
    }

    /** Up to when everything has been read, changes and limits; 0 if that is not known. */
    private long readUntilMillis() {
        long watermark = timers.currentWatermark();
        return watermark == Long.MAX_VALUE ? lastAppendMillis : Math.max(0, watermark);
    }

    private void flush() throws Exception {
        long until = readUntilMillis();
        for (UsageKey key : crossings.due(until, this::storedKeys)) {
            setCurrentKey(key);
            cached(key, "");
        }
        for (CachedSeries series : cache.values()) {
            setCurrentKey(series.key());
            for (ThresholdCrossing crossing : crossings.search(series, until)) {
                output.collect(new StreamRecord<>(StoreWrite.of(crossing)));
                output.collect(CROSSINGS, new StreamRecord<>(crossing));
            }
            rows.emit(series, row -> output.collect(new StreamRecord<>(row)));
            series.writeBack();
        }
        cache.clear();
        crossings.advance(until);
    }
}
