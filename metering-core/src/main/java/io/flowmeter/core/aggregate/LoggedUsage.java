package io.flowmeter.core.aggregate;

import io.flowmeter.core.event.Fingerprint;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One value that went into (+1) or out of (-1) a quarter-hour. Aggregations that cannot subtract
 * keep these, append-only, to compute a slice afresh when something in it is voided.
 *
 * @param keepsMinute whether it went into its minute, too
 * @param windows the day and period it went into; null for UNIQUE_COUNT, which counts the values of
 *     each window, and for what release 0.1.0 logged: in every window around it
 */
public record LoggedUsage(
        long eventMillis,
        String eventId,
        boolean keepsMinute,
        @Nullable BigDecimal value,
        @Nullable Fingerprint member,
        int sign,
        @Nullable WindowStarts windows) {}
