package io.flowmeter.bench.load;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A tenant of the load.
 *
 * @param partition where its key leads
 * @param zone time zone it is created with
 * @param interval billing interval it is created with
 * @param anchor billing anchor it is created with; null for calendar periods
 * @param role what happens to it
 */
public record LoadTenant(
        String namespace,
        String id,
        int partition,
        ZoneId zone,
        String interval,
        @Nullable String anchor,
        Role role) {

    /** What happens to a tenant. */
    public enum Role {
        /** Created before the load, in UTC, and never changed. */
        STEADY,
        /** Created before the load; its zone and anchor change on the way. */
        CHANGING,
        /** Has usage, and is created on the way. */
        LATE_COMER,
        /** Has usage and stays unknown to the catalog. */
        UNKNOWN,
        /** Created on the way, just before its first usage. */
        NEWCOMER,
        /** Counts 1, 2, 3, … in order; in UTC, and never changed. */
        PREFIX
    }

    /** Whether its days are UTC days all the time, so that quarter-hours add up to them. */
    public boolean isAlwaysUtc() {
        return role == Role.STEADY || role == Role.UNKNOWN || role == Role.PREFIX;
    }

    /** Whether the catalog has it before the load begins. */
    boolean isKnownFromTheStart() {
        return role == Role.STEADY || role == Role.CHANGING || role == Role.PREFIX;
    }
}
