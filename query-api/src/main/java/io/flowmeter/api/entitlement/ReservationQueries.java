package io.flowmeter.api.entitlement;

import io.flowmeter.api.database.Rows;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Locks, reads and ends reservations. */
final class ReservationQueries {

    /** Of the advisory locks that limits take: the catalog's is 7001. */
    private static final int LOCK_CLASS = 7_002;

    /**
     * An event is in the log so long after its reservation, or never: the producer gives up after
     * 20 seconds, and what the broker has by then it appends within moments.
     */
    static final Duration ARRIVES = Duration.ofSeconds(60);

    private ReservationQueries() {}

    /** Usage of one meter that one event will bring. */
    record Hold(
            String tenant,
            UUID id,
            String meter,
            String dimensions,
            BigDecimal quantity,
            Instant occursAt) {

        HoldKey key() {
            return new HoldKey(id, meter);
        }
    }

    /** Of a row. */
    record HoldKey(UUID id, String meter) {}

    /**
     * What is reserved under an id already.
     *
     * @param isConfirmed the numbers have it
     */
    record Held(BigDecimal quantity, String dimensions, Instant occursAt, boolean isConfirmed) {}

    /**
     * Waits until no other transaction decides about these meters of these tenants. Always in the
     * same order, so that two that want several cannot wait for each other.
     *
     * @param names one for each tenant and meter
     */
    static void lock(Handle handle, Stream<String> names) {
        handle.createQuery(
                        """
                        SELECT count(*) FROM (
                            SELECT pg_advisory_xact_lock(:class, key)
                              FROM (SELECT DISTINCT hashtext(name) AS key
                                      FROM unnest(CAST(:names AS text[])) AS name
                                     ORDER BY key) AS ordered) AS locked
                        """)
                .bind("class", LOCK_CLASS)
                .bindArray("names", String.class, names.toList())
                .mapTo(Long.class)
                .one();
    }

    /** Reservations of these ids that are open, or confirmed. */
    static Map<HoldKey, Held> held(Handle handle, String namespace, Collection<UUID> ids) {
        Map<HoldKey, Held> held = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT id, meter, quantity, dimensions, occurs_at,
                               confirmed_at IS NOT NULL AS confirmed
                          FROM reservation
                         WHERE namespace = :namespace AND id = ANY (CAST(:ids AS text[]))
                           AND (confirmed_at IS NOT NULL
                                OR is_open_reservation(confirmed_at, expires_at, appended_by,
                                   (SELECT nullif(min(watermark), 'epoch') FROM job_progress)))
                        """)
                .bind("namespace", namespace)
                .bindArray("ids", String.class, texts(ids))
                .map((row, context) -> Map.entry(key(row), held(row)))
                .forEach(entry -> held.put(entry.getKey(), entry.getValue()));
        return held;
    }

    /**
     * Ends expiry of what clients reserved themselves, because they publish the events now.
     *
     * @param tenants of each of the ids
     */
    static void publish(Handle handle, String namespace, List<String> tenants, List<UUID> ids) {
        handle.createUpdate(
                        """
                        WITH locked AS MATERIALIZED (
                            SELECT id, meter FROM reservation
                             WHERE namespace = :namespace AND confirmed_at IS NULL
                               AND (tenant, id) IN (
                                   SELECT * FROM unnest(
                                       CAST(:tenants AS text[]), CAST(:ids AS text[])))
                               AND (appended_by IS NOT NULL OR expires_at > clock_timestamp())
                             ORDER BY id, meter
                               FOR UPDATE)
                        UPDATE reservation AS r
                           SET expires_at = NULL,
                               appended_by = clock_timestamp() + CAST(:arrives AS interval)
                          FROM locked
                         WHERE r.namespace = :namespace AND r.id = locked.id
                           AND r.meter = locked.meter
                        """)
                .bind("namespace", namespace)
                .bind("arrives", ARRIVES.toString())
                .bindArray("tenants", String.class, tenants)
                .bindArray("ids", String.class, texts(ids))
                .execute();
    }

    /** Deletes a reservation that was not published; how many rows it had. */
    static int release(Handle handle, String namespace, UUID id) {
        return handle.createUpdate(
                        """
                        DELETE FROM reservation
                         WHERE namespace = :namespace AND id = :id
                           AND confirmed_at IS NULL AND expires_at > clock_timestamp()
                        """)
                .bind("namespace", namespace)
                .bind("id", id.toString())
                .execute();
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static HoldKey key(ResultSet row) throws SQLException {
        return new HoldKey(UUID.fromString(row.getString("id")), row.getString("meter"));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                row.getBigDecimal("quantity"),
                row.getString("dimensions"),
                Rows.instant(row, "occurs_at"),
                row.getBoolean("confirmed"));
    }
}
