package io.flowmeter.core.aggregate;

import static io.flowmeter.core.aggregate.TestUsage.usage;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.window.Granularity;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One series in memory, at noon on 1 March 2026. */
abstract class SeriesFixture {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final InMemorySeriesStore store = new InMemorySeriesStore();
    final UsageSeries series = new UsageSeries(store);

    final void add(Aggregation aggregation, TestUsage usage) {
        add(aggregation, usage, NOON);
    }

    final void add(Aggregation aggregation, TestUsage usage, Instant now) {
        series.apply(usage.added(aggregation), now.toEpochMilli());
    }

    final void take(Aggregation aggregation, TestUsage usage) {
        series.apply(usage.voided(aggregation), NOON.toEpochMilli());
    }

    final @Nullable BigDecimal today(Aggregation aggregation) {
        return quantity(aggregation, today());
    }

    final @Nullable BigDecimal todayWith(Aggregation aggregation, String dimensions) {
        return quantity(aggregation, todayOf(dimensions));
    }

    final @Nullable BigDecimal quantity(Aggregation aggregation, WindowKey window) {
        return store.tally(window).quantity(aggregation);
    }

    static WindowKey today() {
        return todayOf(Dimensions.TOTAL);
    }

    static WindowKey todayOf(String dimensions) {
        long start = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
        return WindowKey.of(Granularity.DAY, start, dimensions);
    }

    static WindowKey march() {
        return window(Granularity.PERIOD, Instant.parse("2026-03-01T00:00:00Z"));
    }

    static WindowKey window(Granularity granularity, Instant start) {
        return WindowKey.of(granularity, start.toEpochMilli(), Dimensions.TOTAL);
    }
}
