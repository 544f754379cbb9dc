package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.StoreWrite;
import io.flowmeter.core.aggregate.UsageChange;
import io.flowmeter.core.aggregate.UsageSeries;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Granularity;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

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
        implements OneInputStreamOperator<UsageChange, StoreWrite>,
                Triggerable<UsageKey, VoidNamespace> {
    private static final long serialVersionUID = 1L;

    /** Windows, distinct values and logs; beyond this the cache is emptied before the barrier. */
    private static final int MAX_CACHED_ENTRIES = 500_000;

    private static final int CHECK_EVERY = 1_024;

    private transient Map<UsageKey, CachedSeries> cache;
    private transient SeriesStates states;
    private transient UsageRows rows;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient int changesSinceCheck;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        states = new SeriesStates(context.getKeyedStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        cache = new HashMap<>();
        rows = new UsageRows();
        timers = getInternalTimerService("rolling", VoidNamespaceSerializer.INSTANCE, this);
    }

    @Override
    public void processElement(StreamRecord<UsageChange> element) throws Exception {
        UsageChange change = element.getValue();
        CachedSeries series = cached(UsageKey.of(change), change.contribution().aggregation());
        long now = Math.max(timers.currentWatermark(), change.appendMillis());
        UsageSeries usage = new UsageSeries(series);
        usage.apply(change, now);
        wakeNextSlice(usage, now);
        if (++changesSinceCheck >= CHECK_EVERY) {
            changesSinceCheck = 0;
            if (cache.values().stream().mapToLong(CachedSeries::size).sum() > MAX_CACHED_ENTRIES) {
                flush();
            }
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

    private void flush() throws Exception {
        for (CachedSeries series : cache.values()) {
            setCurrentKey(series.key());
            rows.emit(series, row -> output.collect(new StreamRecord<>(row)));
            series.writeBack();
        }
        cache.clear();
    }
}
