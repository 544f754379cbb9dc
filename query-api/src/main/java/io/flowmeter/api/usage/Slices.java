package io.flowmeter.api.usage;

import io.flowmeter.core.window.Window;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The slices of a selection as a common table expression: each with the index of the window it lies
 * in and its grouping columns. Slices never straddle windows: these begin on a slice.
 */
final class Slices {

    private Slices() {}

    /**
     * @param select a query of {@code slice(window_index, subject, group0, …, tenant, dimensions,
     *     event_count, quantity, last_event_at, last_event_id, sketch)}
     */
    static Query query(
            Handle handle,
            UsageSelection selection,
            SliceRanges ranges,
            List<Window> windows,
            String select) {
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

    /** The starts of windows, to be bound as an array. */
    static List<String> starts(List<Window> windows) {
        return windows.stream().map(window -> window.start().toString()).toList();
    }
}
