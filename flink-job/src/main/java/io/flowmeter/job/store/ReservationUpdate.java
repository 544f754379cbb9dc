package io.flowmeter.job.store;

import static io.flowmeter.job.store.Column.text;

import io.flowmeter.core.event.UsedReservation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * Confirms rows of {@code reservation} in the transaction that makes their usage visible: limits
 * count each event either as reserved or as used. Rows are locked in the order of their key.
 */
final class ReservationUpdate {

    private static final String SQL =
            """
            WITH used AS (
                SELECT reservation.namespace, reservation.id, reservation.meter
                  FROM reservation
                  JOIN unnest(?, ?, ?) AS fresh (namespace, tenant, id)
                 USING (namespace, tenant, id)
                 WHERE confirmed_at IS NULL
                 ORDER BY 1, 2, 3
                   FOR UPDATE OF reservation)
            UPDATE reservation
               SET confirmed_at = clock_timestamp()
              FROM used
             WHERE reservation.namespace = used.namespace AND reservation.id = used.id
               AND reservation.meter = used.meter
            """;

    private static final RowStatement<UsedReservation> STATEMENT =
            new RowStatement<>(
                    "reservation",
                    SQL,
                    List.of(
                            text(UsedReservation::namespace),
                            text(UsedReservation::tenant),
                            text(UsedReservation::id)),
                    Comparator.comparing(UsedReservation::namespace)
                            .thenComparing(UsedReservation::id)
                            .thenComparing(UsedReservation::tenant),
                    UsedReservation::toString);

    private ReservationUpdate() {}

    static void execute(Connection connection, List<UsedReservation> rows) throws SQLException {
        STATEMENT.execute(connection, rows);
    }
}
