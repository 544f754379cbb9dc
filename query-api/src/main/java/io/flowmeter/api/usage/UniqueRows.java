package io.flowmeter.api.usage;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of UNIQUE_COUNT. The exact number of a stored day or billing period is taken where it covers
 * the same window and the same events as the slices; otherwise the slices are united.
 */
final class UniqueRows {

    private UniqueRows() {}

    static List<UsageRow> read(UniqueQueries queries, SliceRanges ranges, List<Window> windows) {
        var exact = queries.exactUnique(windows);
        List<UsageRow> rows = new ArrayList<>();
        queries.unique(ranges, windows)
                .forEach(
                        (key, count) -> {
                            var stored = stored(exact, count, windows.get(key.window()));
                            rows.add(row(key, count, stored));
                        });
        return rows;
    }

    private static UsageRow row(
            UniqueQueries.UniqueKey key,
            UniqueCount count,
            UniqueQueries.@Nullable ExactCount stored) {
        boolean isStored = stored != null && stored.events() == count.events();
        return new UsageRow(
                key.window(),
                key.subject(),
                key.groupBy(),
                count.events(),
                Decimals.value(
                        Aggregation.UNIQUE_COUNT,
                        isStored ? stored.quantity() : count.value(),
                        count.events()),
                isStored || count.isExact());
    }

    /** The stored window of the same tenant and dimension set, if there is one. */
    private static UniqueQueries.@Nullable ExactCount stored(
            Map<UniqueQueries.StoredWindow, UniqueQueries.ExactCount> exact,
            UniqueCount count,
            Window window) {
        UniqueCount.Source source = count.onlySource();
        return source == null ? null : exact.get(new UniqueQueries.StoredWindow(source, window));
    }
}
