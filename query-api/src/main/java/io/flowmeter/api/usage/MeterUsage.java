package io.flowmeter.api.usage;

import io.flowmeter.api.catalog.MeterVersion;
import io.flowmeter.api.database.Progress;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.util.List;

/**
 * The answer to a {@link UsageQuery}.
 *
 * @param range the bounds that were asked for, or that the period has
 * @param windows what the {@link UsageRow#window()} of a row counts
 */
public record MeterUsage(
        MeterVersion meter,
        UsageQuery query,
        Window range,
        List<Window> windows,
        List<UsageRow> rows,
        Progress progress) {

    public MeterUsage {
        windows = List.copyOf(windows);
        rows = List.copyOf(rows);
    }

    Aggregation aggregation() {
        return meter.rule().aggregation();
    }
}
