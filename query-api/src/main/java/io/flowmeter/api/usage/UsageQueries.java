package io.flowmeter.api.usage;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads slices and longer windows of one selection. */
final class UsageQueries {

    private static final int FETCH_SIZE = 2_000;

    private final Handle handle;
    private final UsageSelection selection;

    UsageQueries(Handle handle, UsageSelection selection) {
        this.handle = handle;
        this.selection = selection;
    }

    /** The start of the first quarter-hour of which not every event is in its minutes. */
    Optional<Instant> firstQuarterHourBeyondMinutes(SliceRanges ranges) {
        var head = ranges.head().widened();
        var tail = ranges.tail().widened();
        return selection
                .bind(
                        handle.createQuery(
                                """
                                SELECT min(quarter_hour) AS quarter_hour
                                  FROM (SELECT date_bin('15 minutes', window_start, 'epoch') AS quarter_hour
                                          FROM usage_aggregate
                                         WHERE granularity IN ('MINUTE', 'QUARTER_HOUR')
                                           AND (window_start >= :headFrom AND window_start < :headTo
                                             OR window_start >= :tailFrom AND window_start < :tailTo)
                                           AND %s
                                         GROUP BY quarter_hour, tenant, dimensions_hash
                                        HAVING sum(CASE granularity WHEN 'MINUTE' THEN event_count
                                                   ELSE - event_count END) <> 0) AS beyond
                                """
                                        .formatted(selection.condition())),
                        false)
                .bind("headFrom", head.from())
                .bind("headTo", head.to())
                .bind("tailFrom", tail.from())
                .bind("tailTo", tail.to())
                .map((row, context) -> Rows.instantOrNull(row, "quarter_hour"))
                .findOne();
    }

    /** One row per window and group that has events; every aggregation but UNIQUE_COUNT. */
    List<UsageRow> merged(
            Aggregation aggregation, SliceRanges ranges, List<Window> windows, int limit) {
        return slices(
                        ranges,
                        windows,
                        """
                        SELECT window_index, %1$s, sum(event_count) AS events, %2$s AS quantity
                          FROM slice
                         GROUP BY window_index, %1$s
                         ORDER BY window_index, %1$s
                         LIMIT :limit
                        """
                                .formatted(selection.groups(), merge(aggregation)))
                .bind("limit", limit)
                .map(
                        (row, context) ->
                                new UsageRow(
                                        row.getInt("window_index"),
                                        row.getString("subject"),
                                        groupBy(row),
                                        row.getLong("events"),
                                        Decimals.value(
                                                aggregation,
                                                row.getBigDecimal("quantity"),
                                                row.getLong("events")),
                                        true))
                .list();
    }

    /** Distinct values per window and group that has events. */
    Map<UniqueKey, UniqueCount> unique(SliceRanges ranges, List<Window> windows) {
        Map<UniqueKey, UniqueCount> counts = new LinkedHashMap<>();
        slices(
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
                .bindArray("starts", String.class, starts(windows))
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

    private Query slices(SliceRanges ranges, List<Window> windows, String select) {
        String from =
                """
                SELECT width_bucket(window_start, (SELECT CAST(:starts AS timestamptz[]))) - 1
                       AS window_index, %s,
                       tenant, dimensions, event_count, quantity, last_event_at, last_event_id, sketch
                  FROM usage_aggregate
                 WHERE %s
                """
                        .formatted(selection.columns(), selection.condition());
        String slice =
                "WITH slice AS ("
                        + from
                        + """
                           AND granularity = 'QUARTER_HOUR'
                           AND window_start >= :quarterFrom AND window_start < :quarterTo
                         UNION ALL
                        """
                        + from
                        + """
                           AND granularity = 'MINUTE'
                           AND (window_start >= :headFrom AND window_start < :headTo
                             OR window_start >= :tailFrom AND window_start < :tailTo)
                        )
                        """;
        return selection
                .bind(handle.createQuery(slice + select), true)
                .bindArray("starts", String.class, starts(windows))
                .bind("quarterFrom", ranges.quarters().from())
                .bind("quarterTo", ranges.quarters().to())
                .bind("headFrom", ranges.head().from())
                .bind("headTo", ranges.head().to())
                .bind("tailFrom", ranges.tail().from())
                .bind("tailTo", ranges.tail().to());
    }

    private static String merge(Aggregation aggregation) {
        return switch (aggregation) {
            case SUM, COUNT, AVG -> "sum(quantity)";
            case MAX -> "max(quantity)";
            case MIN -> "min(quantity)";
            case LAST ->
                    """
                    (array_agg(quantity ORDER BY last_event_at DESC, last_event_id COLLATE "C" DESC))[1]
                    """;
            case UNIQUE_COUNT -> throw new IllegalStateException("UNIQUE_COUNT merges sketches");
        };
    }

    private static List<String> starts(List<Window> windows) {
        return windows.stream().map(window -> window.start().toString()).toList();
    }

    private UniqueKey key(ResultSet row) throws SQLException {
        return new UniqueKey(row.getInt("window_index"), row.getString("subject"), groupBy(row));
    }

    private static UniqueCount.Source source(ResultSet row) throws SQLException {
        return new UniqueCount.Source(row.getString("tenant"), row.getString("dimensions"));
    }

    private Map<String, String> groupBy(ResultSet row) throws SQLException {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < selection.query().groupBy().size(); i++) {
            String value = row.getString("group" + i);
            values.put(selection.query().groupBy().get(i), value == null ? "" : value);
        }
        return values;
    }
}
