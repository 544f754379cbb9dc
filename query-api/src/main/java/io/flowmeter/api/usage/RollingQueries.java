package io.flowmeter.api.usage;

import io.flowmeter.api.database.Rows;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.window.Horizon;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the rolling quantities of one tenant. */
final class RollingQueries {

    private RollingQueries() {}

    /**
     * A rolling quantity as the job last computed it.
     *
     * @param asOf start of the slice that was the current one; null: there was never an event
     */
    record Rolling(@Nullable BigDecimal value, long events, @Nullable Instant asOf) {}

    /** Meter key to horizon to quantity; what is missing had no event yet. */
    static Map<String, Map<Horizon, Rolling>> select(
            Handle handle, String namespace, String tenant) {
        Map<String, Map<Horizon, Rolling>> byMeter = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT meter, horizon, as_of, aggregation, event_count, quantity
                          FROM rolling_usage
                         WHERE namespace = :namespace AND tenant = :tenant
                           AND generation = active_generation()
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .map(
                        (row, context) -> {
                            long events = row.getLong("event_count");
                            Aggregation aggregation =
                                    Aggregation.valueOf(row.getString("aggregation"));
                            BigDecimal value =
                                    Decimals.value(
                                            aggregation, row.getBigDecimal("quantity"), events);
                            return byMeter.computeIfAbsent(
                                            row.getString("meter"), key -> new HashMap<>())
                                    .put(
                                            Horizon.valueOf(row.getString("horizon")),
                                            new Rolling(value, events, Rows.instant(row, "as_of")));
                        })
                .list();
        return byMeter;
    }
}
