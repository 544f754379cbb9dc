package io.flowmeter.job.aggregate;

import io.flowmeter.core.aggregate.RollingTally;
import io.flowmeter.core.aggregate.RollingUsage;
import io.flowmeter.core.aggregate.Tally;
import io.flowmeter.core.aggregate.UsageAggregate;
import io.flowmeter.core.aggregate.WindowKey;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.store.StoreWrite;
import io.flowmeter.core.window.Granularity;
import io.flowmeter.core.window.Horizon;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes rows of the windows a series has changed. */
final class UsageRows {
    void emit(CachedSeries series, Consumer<StoreWrite> output) {
        series.forEachChangedTally(
                (window, tally) -> output.accept(StoreWrite.of(aggregate(series, window, tally))));
        series.forEachChangedRolling(
                (horizon, rolling) ->
                        output.accept(StoreWrite.of(rolling(series, horizon, rolling))));
    }

    private static UsageAggregate aggregate(CachedSeries series, WindowKey window, Tally tally) {
        UsageKey key = series.key();
        return new UsageAggregate(
                key.namespace(),
                key.tenant(),
                key.meter(),
                series.aggregation(),
                window.kind(),
                window.startMillis(),
                tally.windowEndMillis(),
                window.dimensions(),
                tally.revision(),
                tally.eventCount(),
                tally.quantity(Aggregation.valueOf(series.aggregation())),
                tally.lastMillis(),
                tally.lastId(),
                sketch(series, window));
    }

    private static RollingUsage rolling(
            CachedSeries series, Horizon horizon, RollingTally rolling) {
        UsageKey key = series.key();
        return new RollingUsage(
                key.namespace(),
                key.tenant(),
                key.meter(),
                series.aggregation(),
                horizon.name(),
                rolling.asOfMillis(),
                rolling.revision(),
                rolling.tally().eventCount(),
                rolling.tally().quantity(Aggregation.valueOf(series.aggregation())));
    }

    /**
     * Unions of windows are counted by sketches of slices; days and periods are counted exactly.
     */
    private static byte @Nullable [] sketch(CachedSeries series, WindowKey window) {
        boolean isSlice =
                window.kind().equals(Granularity.MINUTE.name())
                        || window.kind().equals(Granularity.QUARTER_HOUR.name());
        if (!isSlice || !series.aggregation().equals(Aggregation.UNIQUE_COUNT.name())) {
            return null;
        }
        return series.sketch(window);
    }
}
