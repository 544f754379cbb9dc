package io.flowmeter.api.limit;

import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.Threshold;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the wire.
 *
 * @param quantity null: unlimited
 */
public record LimitResponse(
        String key,
        String meter,
        String window,
        @Nullable String dimension,
        @Nullable String dimensionValue,
        @Nullable BigDecimal quantity,
        String enforcement,
        BigDecimal burst,
        long graceDays,
        String whenStale,
        List<String> thresholds) {

    public LimitResponse {
        thresholds = List.copyOf(thresholds);
    }

    public static LimitResponse of(Limit limit) {
        return new LimitResponse(
                limit.key(),
                limit.meter(),
                limit.window().name(),
                limit.dimension(),
                limit.dimensionValue(),
                limit.quantity(),
                limit.enforcement().name(),
                limit.burst(),
                limit.grace().toDays(),
                limit.whenStale().name(),
                limit.thresholds().stream().map(Threshold::text).toList());
    }

    public static List<LimitResponse> of(List<Limit> limits) {
        return limits.stream().map(LimitResponse::of).toList();
    }
}
