package io.flowmeter.api.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowmeter.api.http.Json;
import io.flowmeter.core.threshold.Limit;
import io.flowmeter.core.threshold.LimitWindow;
import io.flowmeter.core.threshold.Threshold;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit as {@code plan.limits}, {@code subscription.limits} and the payloads of catalog changes
 * have it. The job reads these names: never rename one.
 */
public record LimitJson(
        String key,
        String meter,
        String window,
        @Nullable String dimension,
        @Nullable String dimensionValue,
        @Nullable String quantity,
        String enforcement,
        String burst,
        long graceSeconds,
        String whenStale,
        List<String> thresholds) {

    public LimitJson {
        thresholds = List.copyOf(thresholds);
    }

    public static LimitJson of(Limit limit) {
        BigDecimal quantity = limit.quantity();
        return new LimitJson(
                limit.key(),
                limit.meter(),
                limit.window().name(),
                limit.dimension(),
                limit.dimensionValue(),
                quantity == null ? null : quantity.toPlainString(),
                limit.enforcement().name(),
                limit.burst().toPlainString(),
                limit.grace().toSeconds(),
                limit.whenStale().name(),
                limit.thresholds().stream().map(Threshold::text).toList());
    }

    public static List<LimitJson> of(List<Limit> limits) {
        return limits.stream().map(LimitJson::of).toList();
    }

    /** As the columns {@code limits} hold them. */
    public static String write(List<Limit> limits) {
        return Json.write(of(limits));
    }

    /** Reads what {@link #write} wrote. */
    public static List<Limit> read(String json) {
        List<Limit> limits = new ArrayList<>();
        for (JsonNode stored : Json.stored(json)) {
            limits.add(limit(stored));
        }
        return limits;
    }

    private static Limit limit(JsonNode stored) {
        String quantity = stored.get("quantity").textValue();
        List<Threshold> thresholds = new ArrayList<>();
        stored.get("thresholds").forEach(text -> thresholds.add(new Threshold(text.textValue())));
        return new Limit(
                stored.get("key").textValue(),
                stored.get("meter").textValue(),
                LimitWindow.valueOf(stored.get("window").textValue()),
                stored.get("dimension").textValue(),
                stored.get("dimensionValue").textValue(),
                quantity == null ? null : new BigDecimal(quantity),
                Limit.Enforcement.valueOf(stored.get("enforcement").textValue()),
                new BigDecimal(stored.get("burst").textValue()),
                Duration.ofSeconds(stored.get("graceSeconds").longValue()),
                Limit.WhenStale.valueOf(stored.get("whenStale").textValue()),
                thresholds);
    }
}
