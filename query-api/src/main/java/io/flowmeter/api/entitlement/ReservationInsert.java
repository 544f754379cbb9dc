package io.flowmeter.api.entitlement;

import io.flowmeter.api.entitlement.ReservationQueries.Hold;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Stores reservations, in the place of open or expired ones of the same ids. One whose event was
 * published stays so. Rows are always locked in the order of their ids and meters, by the job too,
 * so that no two transactions wait for each other.
 */
final class ReservationInsert {

    private ReservationInsert() {}

    /**
     * For a client that is to act first.
     *
     * @param lasts until they expire
     */
    static void forClient(Handle handle, String namespace, List<Hold> holds, Duration lasts) {
        store(
                handle,
                namespace,
                holds,
                "clock_timestamp() + CAST(:lasts AS interval), NULL",
                lasts);
    }

    /** For events about to be published: these never expire. */
    static void forEvents(Handle handle, String namespace, List<Hold> holds) {
        store(
                handle,
                namespace,
                holds,
                "NULL, clock_timestamp() + CAST(:lasts AS interval)",
                ReservationQueries.ARRIVES);
    }

    private static void store(
            Handle handle, String namespace, List<Hold> holds, String ends, Duration lasts) {
        Update insert =
                handle.createUpdate(
                        """
                        INSERT INTO reservation (namespace, tenant, id, meter, dimensions, quantity,
                               occurs_at, expires_at, appended_by)
                        SELECT :namespace, tenant, id, meter, dimensions, quantity, occurs_at, %s
                          FROM unnest(CAST(:tenants AS text[]), CAST(:ids AS text[]),
                                      CAST(:meters AS text[]), CAST(:dimensions AS text[]),
                                      CAST(:quantities AS numeric[]), CAST(:times AS timestamptz[]))
                               AS hold (tenant, id, meter, dimensions, quantity, occurs_at)
                         ORDER BY id, meter
                        ON CONFLICT (namespace, id, meter) DO UPDATE
                           SET dimensions = excluded.dimensions, quantity = excluded.quantity,
                               occurs_at = excluded.occurs_at, reserved_at = clock_timestamp(),
                               expires_at = CASE WHEN reservation.appended_by IS NULL
                                   THEN excluded.expires_at END,
                               appended_by = CASE WHEN reservation.appended_by IS NULL
                                   THEN excluded.appended_by
                                   ELSE clock_timestamp() + CAST(:arrives AS interval) END
                         WHERE reservation.confirmed_at IS NULL
                        """
                                .formatted(ends));
        insert.bind("namespace", namespace)
                .bind("lasts", lasts.toString())
                .bind("arrives", ReservationQueries.ARRIVES.toString())
                .bindArray("tenants", String.class, texts(holds, Hold::tenant))
                .bindArray("ids", String.class, texts(holds, Hold::id))
                .bindArray("meters", String.class, texts(holds, Hold::meter))
                .bindArray("dimensions", String.class, texts(holds, Hold::dimensions))
                .bindArray(
                        "quantities",
                        String.class,
                        texts(holds, hold -> hold.quantity().toPlainString()))
                .bindArray("times", String.class, texts(holds, Hold::occursAt))
                .execute();
    }

    private static List<String> texts(List<Hold> holds, Function<Hold, Object> part) {
        return holds.stream().map(hold -> part.apply(hold).toString()).toList();
    }
}
