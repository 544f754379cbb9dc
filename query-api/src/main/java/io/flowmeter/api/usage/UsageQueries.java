package io.flowmeter.api.usage;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads slices and longer windows of one selection. */
final class UsageQueries {

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
        return Slices.query(
                        handle,
                        selection,
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
                                        selection.groupBy(row),
                                        row.getLong("events"),
                                        Decimals.value(
                                                aggregation,
                                                row.getBigDecimal("quantity"),
                                                row.getLong("events")),
                                        true))
                .list();
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
}
