package io.flowmeter.api.entitlement;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Deletes reservations that count for nothing any more, beside new ones. */
final class ReservationPurge {

    /** How long a request that is sent again finds what it reserved. */
    private static final Duration KEEP = Duration.ofDays(1);

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MAX_ROWS = 1_000;

    private final Map<String, Long> nextNanos = new ConcurrentHashMap<>();

    /** Once a minute and namespace, for at most as many rows as that takes little time for. */
    void sometimes(Handle handle, String namespace) {
        long now = System.nanoTime();
        Long next = nextNanos.putIfAbsent(namespace, now);
        if (next != null
                && next - now <= 0
                && nextNanos.replace(namespace, next, now + EVERY.toNanos())) {
            ReservationQueries.purge(handle, namespace, KEEP, MAX_ROWS);
        }
    }
}
