package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.core.meter.Dimensions;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one limit. What is wrong is noted in the body, and its default or nothing stands in its
 * place, so that everything else can be looked at too.
 */
final class LimitBody {

    private static final int MAX_TEXT = 256;
    private static final int MAX_THRESHOLDS = 20;
    private static final int MAX_GRACE_DAYS = 3_650;
    private static final Threshold WHOLE = new Threshold("100%");
    private static final BigDecimal UNLIMITED = BigDecimal.ONE.negate();

    private LimitBody() {}

    static Limit read(JsonBody body) {
        String meter = body.requiredText("meter", MAX_TEXT);
        String key = body.isGiven("key") ? MeterBody.key(body, "key") : meter;
        LimitWindow window = one(body, "window", LimitWindow.PERIOD);
        String dimension = body.text("dimension", MAX_TEXT);
        String dimensionValue = body.text("dimensionValue", Dimensions.MAX_VALUE_LENGTH);
        checkDimension(body, window, dimension, dimensionValue);
        Limit.Enforcement enforcement = one(body, "enforcement", Limit.Enforcement.HARD);
        BigDecimal quantity = quantity(body);
        Duration grace = grace(body, enforcement);
        boolean onlyWarnsFirst =
                enforcement == Limit.Enforcement.HARD && quantity != null && !grace.isZero();
        var limit =
                new Limit(
                        key,
                        meter,
                        window,
                        dimension,
                        dimension == null ? null : dimensionValue,
                        quantity,
                        enforcement,
                        burst(body),
                        grace,
                        one(body, "whenStale", Limit.WhenStale.ALLOW),
                        thresholds(body, onlyWarnsFirst));
        body.noOtherFields();
        return limit;
    }

    private static void checkDimension(
            JsonBody body,
            LimitWindow window,
            @Nullable String dimension,
            @Nullable String dimensionValue) {
        if (dimension == null && dimensionValue != null) {
            body.wrong("dimensionValue", "must be absent: there is no dimension");
        }
        if (dimension != null && window.isRolling()) {
            // Rolling quantities are kept of the total only.
            body.wrong("dimension", "must be absent: a rolling window limits the total");
        }
    }

    private static @Nullable BigDecimal quantity(JsonBody body) {
        BigDecimal quantity = body.decimal("quantity");
        if (quantity == null || quantity.compareTo(UNLIMITED) == 0) {
            return null;
        }
        if (quantity.signum() < 0) {
            body.wrong("quantity", "must be >= 0, or null or -1 for unlimited, was " + quantity);
            return null;
        }
        return quantity;
    }

    private static BigDecimal burst(JsonBody body) {
        BigDecimal burst = Objects.requireNonNullElse(body.decimal("burst"), BigDecimal.ZERO);
        if (burst.signum() < 0) {
            body.wrong("burst", "must be >= 0, was " + burst);
            return BigDecimal.ZERO;
        }
        return burst;
    }

    private static Duration grace(JsonBody body, Limit.Enforcement enforcement) {
        Integer days = body.integer("graceDays", 0, MAX_GRACE_DAYS);
        if (days != null) {
            return Duration.ofDays(days);
        }
        return switch (enforcement) {
            case HARD -> Limit.DEFAULT_GRACE;
            case SOFT -> Duration.ZERO;
        };
    }

    /**
     * Each once, in the order given.
     *
     * @param needsWhole grace counts from the crossing of 100 %, so that it does not depend on
     *     which thresholds somebody lists
     */
    private static List<Threshold> thresholds(JsonBody body, boolean needsWhole) {
        if (!body.isGiven("thresholds")) {
            return Limit.DEFAULT_THRESHOLDS;
        }
        Set<Threshold> thresholds = new LinkedHashSet<>();
        for (String text : body.texts("thresholds", MAX_TEXT)) {
            try {
                thresholds.add(Threshold.parse(text));
            } catch (IllegalArgumentException e) {
                body.wrong("thresholds", String.valueOf(e.getMessage()));
            }
        }
        if (needsWhole) {
            thresholds.add(WHOLE);
        }
        if (thresholds.size() > MAX_THRESHOLDS) {
            body.wrong("thresholds", "must have at most " + MAX_THRESHOLDS + " thresholds");
        }
        return new ArrayList<>(thresholds);
    }

    private static <E extends Enum<E>> E one(JsonBody body, String field, E fallback) {
        E value = body.parsed(field, MAX_TEXT, text -> one(fallback.getDeclaringClass(), text));
        return value == null ? fallback : value;
    }

    private static <E extends Enum<E>> E one(Class<E> kind, String text) {
        try {
            return Enum.valueOf(kind, text);
        } catch (IllegalArgumentException e) {
            String known = Arrays.toString(kind.getEnumConstants());
            throw new IllegalArgumentException(
                    "must be one of " + known + ", was \"" + text + "\"", e);
        }
    }
}
