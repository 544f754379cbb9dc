package io.flowmeter.api.entitlement;

import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.ApplicableLimits;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.window.Horizon;
import io.flowmeter.core.window.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One limit of one tenant, in the window a usage falls in.
 *
 * @param kind which rows have the quantity: PERIOD, MONTH, or the name of a horizon
 * @param window of event time; of a rolling limit, from the oldest slice inside it on
 * @param dimensions canonical text of the dimension value the limit is on; empty: the total
 */
record LimitLine(
        String tenant,
        Aggregation aggregation,
        Limit limit,
        Instant planSince,
        String kind,
        Window window,
        String dimensions) {

    /** Names the line of a meter that has no limit. */
    private static final String NO_LIMIT = "";

    /** The append time of what is not appended yet: everything recorded by now rules it. */
    static final Instant TO_BE_APPENDED = Instant.MAX;

    private static final Duration AHEAD = Duration.ofDays(1);

    /**
     * The limits on a usage.
     *
     * @param dimensions name to value, as far as they are known
     * @param at when the usage happens
     */
    static List<LimitLine> of(
            String namespace,
            String tenant,
            TenantTerms terms,
            Meter meter,
            Map<String, String> dimensions,
            Instant at,
            Instant now) {
        return ApplicableLimits.on(terms.limits(), meter.key(), dimensions).stream()
                .filter(limit -> !at.isBefore(oldest(limit, now)))
                .map(limit -> of(namespace, tenant, terms, meter, limit, dimensions, at, now))
                .toList();
    }

    /** The billing period of a meter that has no limit. */
    static LimitLine unlimited(
            String namespace, String tenant, TenantTerms terms, Meter meter, Instant now) {
        var nothing =
                new Limit(
                        NO_LIMIT,
                        meter.key(),
                        LimitWindow.PERIOD,
                        null,
                        null,
                        null,
                        Limit.Enforcement.SOFT,
                        BigDecimal.ZERO,
                        Duration.ZERO,
                        Limit.WhenStale.ALLOW,
                        List.of());
        return of(namespace, tenant, terms, meter, nothing, Map.of(), now, now);
    }

    boolean isNoLimit() {
        return limit.key().equals(NO_LIMIT);
    }

    /** Whether the limit can refuse anything. */
    boolean isHard() {
        return limit.enforcement() == Limit.Enforcement.HARD && limit.quantity() != null;
    }

    boolean isRolling() {
        return limit.window().isRolling();
    }

    /** When the window ends; null for rolling windows, which decay. */
    @Nullable Instant resetsAt() {
        return isRolling() ? null : window.end();
    }

    private static LimitLine of(
            String namespace,
            String tenant,
            TenantTerms terms,
            Meter meter,
            Limit limit,
            Map<String, String> dimensions,
            Instant at,
            Instant now) {
        var windows = terms.calendar().windows(namespace, tenant, at, TO_BE_APPENDED);
        String kind = limit.window().name();
        Window window = windows.period();
        if (limit.window() == LimitWindow.MONTH) {
            kind = windows.month().equals(windows.period()) ? LimitWindow.PERIOD.name() : kind;
            window = windows.month();
        } else if (limit.window().isRolling()) {
            window = new Window(oldest(limit, now), now.plus(AHEAD));
        }
        String dimension = limit.dimension();
        return new LimitLine(
                tenant,
                meter.aggregation(),
                limit,
                terms.planSince(),
                kind,
                window,
                dimension == null
                        ? Dimensions.TOTAL
                        : Dimensions.canonical(Map.of(dimension, dimensions.get(dimension))));
    }

    private static Instant oldest(Limit limit, Instant now) {
        return limit.window().horizon().map(horizon -> oldest(horizon, now)).orElse(Instant.EPOCH);
    }

    private static Instant oldest(Horizon horizon, Instant now) {
        return Instant.ofEpochMilli(horizon.oldestSliceStart(now.toEpochMilli()));
    }
}
