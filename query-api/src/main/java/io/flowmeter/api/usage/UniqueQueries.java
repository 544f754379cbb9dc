package io.flowmeter.api.usage;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads distinct values of one selection: from slices, and from stored days and periods. */
final class UniqueQueries {

    private static final int FETCH_SIZE = 2_000;

    private final Handle handle;
    private final UsageSelection selection;

    UniqueQueries(Handle handle, UsageSelection selection) {
        this.handle = handle;
        this.selection = selection;
    }

    /** Distinct values per window and group that has events. */
    Map<UniqueKey, UniqueCount> unique(SliceRanges ranges, List<Window> windows) {
        Map<UniqueKey, UniqueCount> counts = new LinkedHashMap<>();
        Slices.query(
                        handle,
                        selection,
                        ranges,
                        windows,
                        """
                        SELECT window_index, %1$s, tenant, dimensions, event_count, quantity, sketch
                          FROM slice
                         ORDER BY window_index, %1$s
                        """
                                .formatted(selection.groups()))
                .setFetchSize(FETCH_SIZE)
                .map(
                        (row, context) -> {
                            counts.computeIfAbsent(key(row), key -> new UniqueCount())
                                    .add(
                                            source(row),
                                            row.getLong("event_count"),
                                            row.getBigDecimal("quantity"),
                                            row.getBytes("sketch"));
                            return true;
                        })
                .forEach(added -> {});
        return counts;
    }

    /** Exact distinct values of stored days and billing periods that are one of the windows. */
    Map<StoredWindow, ExactCount> exactUnique(List<Window> windows) {
        Map<StoredWindow, ExactCount> exact = new HashMap<>();
        selection
                .bind(
                        handle.createQuery(
                                """
                                SELECT tenant, dimensions, window_start, window_end, event_count, quantity
                                  FROM usage_aggregate
                                 WHERE granularity IN ('DAY', 'PERIOD')
                                   AND window_start = ANY (CAST(:starts AS timestamptz[]))
                                   AND %s
                                """
                                        .formatted(selection.condition())),
                        false)
                .bindArray("starts", String.class, Slices.starts(windows))
                .map(
                        (row, context) ->
                                exact.put(
                                        new StoredWindow(
                                                source(row),
                                                new Window(
                                                        Rows.instant(row, "window_start"),
                                                        Rows.instant(row, "window_end"))),
                                        new ExactCount(
                                                row.getLong("event_count"),
                                                row.getBigDecimal("quantity"))))
                .list();
        return exact;
    }

    /** A group's window. */
    record UniqueKey(int window, @Nullable String subject, Map<String, String> groupBy) {}

    /** A stored day or billing period. */
    record StoredWindow(UniqueCount.Source source, Window window) {}

    /** What is stored of it. */
    record ExactCount(long events, BigDecimal quantity) {}

    private UniqueKey key(ResultSet row) throws SQLException {
        return new UniqueKey(
                row.getInt("window_index"), row.getString("subject"), selection.groupBy(row));
    }

    private static UniqueCount.Source source(ResultSet row) throws SQLException {
        return new UniqueCount.Source(row.getString("tenant"), row.getString("dimensions"));
    }
}
