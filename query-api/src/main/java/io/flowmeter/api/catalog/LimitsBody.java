package io.flowmeter.api.catalog;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.core.meter.Aggregation;
import io.flowmeter.core.meter.Meter;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The field {@code limits} of a plan or a subscription: read, but not yet allowed by the meters.
 */
final class LimitsBody {

    private static final int MAX_LIMITS = 100;

    private final List<Wanted> wanted = new ArrayList<>();

    /** What is wrong with the limit is noted in its body. */
    private record Wanted(JsonBody body, Limit limit) {}

    private LimitsBody() {}

    /** Reads the limits; what is wrong is noted in the body. */
    static LimitsBody read(JsonBody body) {
        var limits = new LimitsBody();
        Set<String> keys = new HashSet<>();
        List<JsonBody> given = body.objects("limits");
        if (given.size() > MAX_LIMITS) {
            body.wrong(
                    "limits", "must have at most " + MAX_LIMITS + " limits, had " + given.size());
        }
        for (JsonBody one : given.subList(0, Math.min(given.size(), MAX_LIMITS))) {
            Limit limit = LimitBody.read(one);
            if (!limit.key().isEmpty() && !keys.add(limit.key())) {
                one.wrong(
                        one.isGiven("key") ? "key" : "meter",
                        "must differ: another limit has the key \"" + limit.key() + "\" too");
            }
            limits.wanted.add(new Wanted(one, limit));
        }
        return limits;
    }

    /** Keys of the meters that the limits are on. */
    Set<String> meters() {
        return wanted.stream().map(one -> one.limit.meter()).collect(Collectors.toSet());
    }

    /**
     * The limits; what their meters do not allow is noted in the body.
     *
     * @param meters by key
     */
    List<Limit> allowedBy(Map<String, Meter> meters) {
        for (Wanted one : wanted) {
            String key = one.limit.meter();
            Meter meter = meters.get(key);
            if (meter != null) {
                check(one, meter);
            } else if (!key.isEmpty()) {
                one.body.wrong(
                        "meter", ProblemCode.METER_NOT_FOUND, "names no meter: \"" + key + "\"");
            }
        }
        return wanted.stream().map(Wanted::limit).toList();
    }

    private static void check(Wanted one, Meter meter) {
        Limit limit = one.limit;
        Aggregation aggregation = meter.aggregation();
        if (!LimitWindow.PERIOD.allows(aggregation)) {
            one.body.wrong(
                    "meter",
                    "must be a meter of SUM, COUNT, UNIQUE_COUNT, MAX or LAST, but %s is %s"
                            .formatted(meter.key(), aggregation));
        } else if (!limit.window().allows(aggregation)) {
            one.body.wrong(
                    "window",
                    "must be PERIOD or MONTH: rolling windows need SUM or COUNT, and %s is %s"
                            .formatted(meter.key(), aggregation));
        }
        String dimension = limit.dimension();
        if (dimension != null && !meter.groupBy().keySet().equals(Set.of(dimension))) {
            one.body.wrong(
                    "dimension",
                    "must be the one dimension that meter %s groups by, but it groups by %s"
                            .formatted(meter.key(), meter.groupBy().keySet()));
        }
    }
}
