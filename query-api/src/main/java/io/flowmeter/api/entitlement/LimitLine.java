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

    private static final Duration AHEAD = Duration.ofDays(1);

    /**
     * The limits on a usage.
     *
     * @param dimensions name to value, as far as they are known
     */
    static List<LimitLine> of(TenantAt tenant, Meter meter, Map<String, String> dimensions) {
        List<Limit> limits = tenant.terms().on(meter.key());
        return ApplicableLimits.on(limits, meter.key(), dimensions).stream()
                .filter(limit -> !tenant.at().isBefore(oldest(limit, tenant.now())))
                .map(limit -> of(tenant, meter, limit, dimensions))
                .toList();
    }

    /** The billing period of a meter that has no limit. */
    static LimitLine unlimited(TenantAt tenant, Meter meter) {
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
        return of(tenant, meter, nothing, Map.of());
    }

    boolean isNoLimit() {
        return limit.key().equals(NO_LIMIT);
    }

    /** Whether the limit can refuse anything. */
    boolean isHard() {
        return limit.enforcement() == Limit.Enforcement.HARD && limit.quantity() != null;
    }

    /** Whether the limit is on one dimension value. */
    boolean isOnDimension() {
        return !dimensions.equals(Dimensions.TOTAL);
    }

    boolean isRolling() {
        return limit.window().isRolling();
    }

    /** When the window ends; null for rolling windows, which decay. */
    @Nullable Instant resetsAt() {
        return isRolling() ? null : window.end();
    }

    private static LimitLine of(
            TenantAt tenant, Meter meter, Limit limit, Map<String, String> dimensions) {
        String kind = limit.window().name();
        Window window = tenant.windows().period();
        Window month = tenant.windows().month();
        if (limit.window().isRolling()) {
            window = new Window(oldest(limit, tenant.now()), tenant.now().plus(AHEAD));
        } else if (limit.window() == LimitWindow.MONTH && month != null) {
            window = month;
        } else {
            kind = LimitWindow.PERIOD.name();
        }
        String dimension = limit.dimension();
        return new LimitLine(
                tenant.tenant(),
                meter.aggregation(),
                limit,
                tenant.terms().planSince(),
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
