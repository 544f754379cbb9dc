package io.flowmeter.api.crossing;

import io.flowmeter.api.crossing.CrossingSelection.Place;
import io.flowmeter.api.database.Rows;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.meter.Quantity;
import io.flowmeter.core.threshold.LimitWindow;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads crossings of the active generation. */
final class CrossingQueries {

    private CrossingQueries() {}

    /** A crossing and where it stands in the list. */
    record Placed(Place place, Crossing crossing) {}

    /** Newest first, one more than the selection's limit. */
    static List<Placed> list(Handle handle, String namespace, CrossingSelection selection) {
        return handle.createQuery(
                        """
                        SELECT *
                          FROM (SELECT *, CAST(md5(concat_ws(' ', tenant, meter, limit_key,
                                       limit_window, window_start AT TIME ZONE 'UTC',
                                       dimensions_hash, threshold, direction, ordinal)) AS uuid)
                                       AS id
                                  FROM threshold_crossing
                                 WHERE namespace = :namespace
                                   AND generation = active_generation()
                                   AND (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
                                   AND (CAST(:meter AS text) IS NULL OR meter = :meter)
                                   AND (CAST(:limitKey AS text) IS NULL OR limit_key = :limitKey)
                                   AND (CAST(:direction AS text) IS NULL OR direction = :direction)
                                   AND recorded_at >= :from AND recorded_at < :to
                                   AND recorded_at <= :after) AS placed
                         WHERE (recorded_at, id) < (:after, :afterId)
                         ORDER BY recorded_at DESC, id DESC
                         LIMIT :limit
                        """)
                .bind("namespace", namespace)
                .bind("tenant", selection.tenant())
                .bind("meter", selection.meter())
                .bind("limitKey", selection.limitKey())
                .bind("direction", selection.direction())
                .bind("from", selection.from())
                .bind("to", selection.to())
                .bind("after", selection.after().recordedAt())
                .bind("afterId", selection.after().id())
                .bind("limit", selection.limit() + 1)
                .map((row, context) -> placed(row))
                .list();
    }

    private static Placed placed(ResultSet row) throws SQLException {
        LimitWindow window = LimitWindow.valueOf(row.getString("limit_window"));
        var crossing =
                new Crossing(
                        row.getString("tenant"),
                        row.getString("limit_key"),
                        row.getString("meter"),
                        window.name(),
                        window.isRolling() ? null : Rows.instant(row, "window_start"),
                        Rows.instantOrNull(row, "window_end"),
                        dimensions(row.getString("dimensions")),
                        row.getString("threshold"),
                        row.getString("direction"),
                        row.getInt("ordinal"),
                        quantity(row.getBigDecimal("limit_quantity")),
                        quantity(row.getBigDecimal("threshold_quantity")),
                        Quantity.normalized(row.getBigDecimal("quantity")),
                        Rows.instant(row, "occurred_at"),
                        Rows.instant(row, "recorded_at"));
        UUID id = Objects.requireNonNull(row.getObject("id", UUID.class));
        return new Placed(new Place(crossing.recordedAt(), id), crossing);
    }

    private static @Nullable BigDecimal quantity(@Nullable BigDecimal stored) {
        return Optional.ofNullable(stored).map(Quantity::normalized).orElse(null);
    }

    private static @Nullable Map<String, String> dimensions(@Nullable String json) {
        return json == null ? null : Json.storedTexts(json);
    }
}
